import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseSuite } from "../item.ts";
import { type BoxInterpretation, KNOWN_INTERPRETATION } from "./boxes/box-interpretation.ts";
import { entriesOfItems } from "./entry.ts";
import type { SuiteFile } from "./files/suite-file.ts";
import { folder } from "./folder-fixture.testing.ts";
import { itemId } from "./item-id.ts";
import { openSuite, whyNothing, withBoxInterpretation } from "./open-suite.ts";
import { previewBoxes } from "./preview.ts";

const CORNERS: BoxInterpretation = { corners: "opposite", first: "x", unit: "pixels" };
const size = { width: 1000, height: 800 };

async function opened(files: readonly SuiteFile[]) {
  const suite = await openSuite(files);
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

describe("the shapes", () => {
  test("our own: the bundled suite, wholly and with its boxes as they are", async () => {
    const text = readFileSync("public/suites/fovea-700/suite.json", "utf8");
    const items: readonly { image: string; width: number; height: number }[] = JSON.parse(text);
    const images = Object.fromEntries(items.map(({ image, width, height }) => [image, { width, height }]));
    const suite = await opened(folder({ "suite.json": text, ...images }));
    expect(suite.broken).toEqual([]);
    expect(suite.entries).toHaveLength(700);
    const [first] = suite.entries;
    expect(first).toMatchObject({ id: "identification-001", path: "scene-000.jpg", evidence: ["rose"] });
    expect(first?.region).toMatchObject({ kind: "box", box: { x: 16 / 768, width: 277 / 768 } });
    expect(suite.inferredBoxes).toBeNull();
  });

  test("ZoomBench as published: the supplied crop is the regional view", async () => {
    const list = lines({
      image: "images/1.png",
      crop_image: "crops/1.png",
      prompt: "<image>\nWhich colour?\n(A) red\n(B) blue",
      answer: "B",
      category: "Color",
    });
    const suite = await opened(folder({ "zoom.jsonl": list, "images/1.png": size, "crops/1.png": size }));
    expect(suite.entries).toEqual([
      {
        id: itemId("1.png", "Which colour?\n(A) red\n(B) blue"),
        path: "images/1.png",
        size,
        dimension: "Color",
        question: "Which colour?\n(A) red\n(B) blue",
        answer: "blue",
        answers: [],
        evidence: [],
        choices: ["red", "blue"],
        correct: [[1]],
        choicesInQuestion: true,
        region: { kind: "crop", path: "crops/1.png" },
      },
    ]);
  });

  test("ZoomBench as converted", async () => {
    const list = JSON.stringify([
      { images: ["a.png"], crop_images: ["b.png"], query: "<image>How many?", response: "46" },
      {
        images: [{ path: "a.png" }],
        crop_images: [{ path: "b.png" }],
        query: "Which?",
        response: "the left",
      },
    ]);
    const suite = await opened(folder({ "data.json": list, "a.png": size, "b.png": size }));
    expect(suite.entries.map(({ question, answer }) => [question, answer])).toEqual([
      ["How many?", "46"],
      ["Which?", "the left"],
    ]);
  });

  test("V*Bench: a record beside each image, two targets one region, first option right", async () => {
    const suite = await opened(
      folder({
        "relative_position/sa_1.jpg": size,
        "relative_position/sa_1.json": JSON.stringify({
          target_object: ["dog", "cat"],
          bbox: [
            [100, 400, 100, 80],
            [600, 160, 100, 80],
          ],
          question: "Is the dog left of the cat?",
          options: ["The dog is left.", "The dog is right."],
        }),
      }),
    );
    const [entry] = suite.entries;
    expect(entry).toMatchObject({ dimension: "relative_position", answer: "The dog is left." });
    const box = entry?.region.kind === "box" ? entry.region.box : null;
    expect([box?.x, box?.y, box?.width, box?.height].map((side) => side?.toFixed(3))).toEqual([
      "0.100",
      "0.200",
      "0.600",
      "0.400",
    ]);
    expect(suite.inferredBoxes).toBeNull();
  });

  test("plain CSV with a box and options in cells", async () => {
    const csv = [
      "image,question,answer,bbox,options,dimension",
      'a.png,What colour?,red,"700, 500, 900, 700",red|blue,colour',
      'a.png,"How many, in all?",3,"[50, 50, 960, 760]",,count',
    ].join("\n");
    const suite = await opened(folder({ "list.csv": csv, "a.png": size }));
    expect(suite.boxInterpretation).toEqual(CORNERS);
    expect(suite.entries.map(({ dimension, choices }) => [dimension, choices])).toEqual([
      ["colour", ["red", "blue"]],
      ["count", []],
    ]);
  });
});

describe("nothing is lost silently", () => {
  const good = { image: "a.png", question: "What?", answer: "it" };
  test.each([
    ["no image of that name", { ...good, image: "b.png" }, "b.png"],
    ["no answer", { image: "a.png", question: "What?" }, "no answer"],
    ["an answer that is no option", { ...good, options: ["red", "blue"] }, "not one of its options"],
    ["a box of three numbers", { ...good, bbox: [1, 2, 3] }, "four numbers"],
    ["a box outside", { ...good, bbox: [5000, 2, 3, 4] }, "does not lie"],
    ["unknown fields", { picture: "a.png" }, "Unrecognised columns"],
    ["not a record", 7, "not a record"],
    ["an image that is none", { ...good, image: "text.png" }, "not an image"],
  ])("%s", async (_, record, reason) => {
    const list = lines(good, record);
    const suite = await opened(folder({ "l.jsonl": list, "a.png": size, "text.png": "Dear reader" }));
    expect(suite.entries).toHaveLength(1);
    expect(suite.broken).toHaveLength(1);
    expect(suite.broken[0]?.reason).toContain(reason);
    expect(suite.broken[0]?.place).toBe("l.jsonl, line 2");
  });

  test("lines that are no JSON, a table with a missing cell, a file that is no text", async () => {
    const latin = new Blob([Uint8Array.of(0xff, 0xfe, 0x41)]);
    const files = folder({
      "l.jsonl": `${lines(good)}\n{oops`,
      "t.csv": "image,question,answer\na.png,What?",
    });
    const foreign: SuiteFile = {
      path: "u.json",
      size: 3,
      read: async () => ({ ok: true, value: new Uint8Array(await latin.arrayBuffer()) }),
    };
    const suite = await opened([...files, ...folder({ "a.png": size }), foreign]);
    expect(suite.broken.map(({ place }) => place)).toEqual(["l.jsonl, line 2", "t.csv, line 2", "u.json"]);
  });

  test("records without a name are named by their picture and question, and equal names are told apart", async () => {
    const list = lines(good, { ...good, id: "x" }, { ...good, id: "x" });
    const suite = await opened(folder({ "l.jsonl": list, "a.png": size }));
    expect(suite.entries.map(({ id }) => id)).toEqual([itemId("a.png", "What?"), "x", "x-2"]);
    const moved = await opened(folder({ "p/other.jsonl": `\n${lines(good)}`, "p/q/a.png": size }));
    expect(moved.entries[0]?.id).toBe(suite.entries[0]?.id);
  });

  test("nothing to ask is a fault that says why", async () => {
    const none = await openSuite(folder({ "a.png": size }));
    expect(none.ok ? "" : none.fault.message).toContain("no list");
    const all = await opened(folder({ "l.jsonl": lines({ ...good, image: "b.png" }) }));
    expect(whyNothing(all)?.message).toContain("b.png");
    expect(whyNothing(await opened(folder({ "l.jsonl": lines(good), "a.png": size })))).toBeNull();
  });
});

test("another reading changes the boxes without reading a file again, and lists what then fails", async () => {
  const list = lines(
    { image: "a.png", question: "What?", answer: "it", bbox: [100, 100, 300, 300] },
    { image: "a.png", question: "What?", answer: "it", bbox: [700, 100, 200, 200] },
  );
  const suite = await opened(folder({ "l.jsonl": list, "a.png": size }));
  expect(suite.boxInterpretation).toEqual(KNOWN_INTERPRETATION);
  const other = withBoxInterpretation(suite, CORNERS);
  expect(other.entries.map(({ region }) => region)).toEqual([
    { kind: "box", box: { x: 0.1, y: 0.125, width: 0.2, height: 0.25 } },
  ]);
  expect(other.broken).toHaveLength(1);
  expect(withBoxInterpretation(other, KNOWN_INTERPRETATION).entries).toEqual(suite.entries);
});

test("an image is found beside its list, from the top, or by its name alone", async () => {
  const record = (image: string) => ({ image, question: "What?", answer: "it" });
  const list = lines(record("p/a.png"), record("../q/b.png"), record("/mnt/data/c.png"), record("d.png"));
  const suite = await opened(
    folder({
      "lists/l.jsonl": list,
      "p/a.png": size,
      "q/b.png": size,
      "deep/c.png": size,
      "one/d.png": size,
      "two/d.png": size,
    }),
  );
  expect(suite.entries.map(({ path }) => path)).toEqual(["p/a.png", "q/b.png", "deep/c.png"]);
  expect(suite.broken[0]?.reason).toContain("Several");
});

test("the bundled suite is the same whether its images are measured or its own list is trusted", async () => {
  const text = readFileSync("public/suites/fovea-700/suite.json", "utf8");
  const items = parseSuite(JSON.parse(text));
  if (!items.ok) throw new Error(items.fault.message);
  const images = Object.fromEntries(items.value.map((item) => [item.image, item]));
  const measured = await opened(folder({ "suite.json": text, ...images }));
  expect(entriesOfItems(items.value)).toEqual(measured.entries);
});

test("the preview shows some foreign boxes under a reading, and those that cannot be meant so", async () => {
  const record = (bbox: readonly number[]) => ({ image: "a.png", question: "What?", answer: "x", bbox });
  const list = lines(record([100, 100, 200, 180]), record([900, 700, 950, 780]), record([10, 10, 20, 20]));
  const suite = await opened(folder({ "list.jsonl": list, "a.png": size }));
  const corners = previewBoxes(suite, CORNERS, 2);
  expect(corners.map(({ place }) => place)).toEqual(["list.jsonl, line 1", "list.jsonl, line 2"]);
  expect(corners[0]?.box).toMatchObject({ ok: true, value: { x: 0.1, y: 0.125, width: 0.1, height: 0.1 } });
  const sizes = previewBoxes(suite, KNOWN_INTERPRETATION, 3);
  expect(sizes.map(({ box }) => box.ok)).toEqual([true, false, true]);
});
