/** Prompts joined with data rows, and images from the given files alone. */
import { describe, expect, test } from "vitest";
import { fileOfBlob, type SuiteFile } from "../../suite/open/files/suite-file.ts";
import { pngHeader } from "../../suite/open/folder-fixture.testing.ts";
import type { LoggedRollout } from "../rollout.ts";
import type { DataRow } from "./data-row.ts";
import { openData } from "./data-set.ts";
import { createFindImage } from "./find-image.ts";
import { createMatcher } from "./match.ts";
import { questionIn } from "./subject.ts";
import { createSubjects, loggedSubject } from "./subjects.ts";

const row = (question: string, image = "a.jpg"): DataRow => ({
  ...{ place: "", list: "", question, images: [image], crops: [], boxes: [], answer: null },
});

describe("the row of a prompt", () => {
  const rows = [
    row("<image>What does the red sign say in the distance?", "a.jpg"),
    row("What does the red sign say in the distance? Answer in one word.", "b.jpg"),
    row("What is it?", "c.jpg"),
    row("What colour is the small cup on the table?", "d.jpg"),
    row("What colour is the small cup on the table?", "e.jpg"),
  ];
  const match = createMatcher(rows);
  const cup = "user\nWhat colour is the small cup on the table?";
  const template = (question: string) => `system\nYou help.\nuser\n${question}\nassistant\n<think>`;

  test.each([
    [template("<|vision_start|>What does the RED sign\nsay in the distance?"), [], 0, null],
    [template("What does the red sign say in the distance? Answer in one word."), [], 1, null],
    [template("What is it?"), [], 2, null],
    ["user\nTell me: What is it?", [], null, "No data row has its question."],
    [cup, [], null, "2 data rows have its question, and the log does not tell which image was shown."],
    [cup, ["/mnt/E.JPG"], 4, null],
    [cup, ["/mnt/c.jpg"], null, "No data row has both its question and the image that the log names."],
    [template("What is it?"), ["x/d.jpg"], null, "No data row has both its question and the image"],
    [template("Something else entirely"), ["x/c.jpg"], null, "No data row has its question."],
    ["<|im_start|>", ["x/c.jpg"], 2, "found by its image alone"],
    ["", ["x/z.jpg"], null, "no data row has an image that it names"],
    ["", [], null, "The log has no text of the prompt"],
  ])("%#", (prompt, images, at, note) =>
    expect(match(prompt, images)).toEqual({ row: at, note: note && expect.stringContaining(note) }),
  );

  test("of images of the same name the one whose path ends alike", () => {
    const question = "Is the door of the shed open?";
    const paths = ["train/0/image.png", "train/1/image.png", "val/1/image.png", "val/1/image.png"];
    const find = createMatcher(paths.map((path) => row(question, path)));
    expect(find(question, ["C:\\data\\Train\\1\\image.png"])).toEqual({ row: 1, note: null });
    expect(find("", ["/mnt/train/0/image.png"])).toMatchObject({ row: 0 });
    expect(find(question, ["/mnt/val/1/image.png"])).toEqual({
      row: null,
      note: "2 data rows have its question and its image.",
    });
    expect(find("", ["image.png"])).toEqual({
      row: null,
      note: "4 data rows have its image, and the log has no text of the prompt.",
    });
  });

  test("more rows may ask the same than a function takes arguments", () => {
    const question = "Is the door of the small shed open?";
    const all = createMatcher(Array.from({ length: 150_000 }, () => row(question)));
    expect(all(question, [])).toMatchObject({ row: null, note: expect.stringContaining("150000 data rows") });
  });
});

test.each([
  ["system\nBe brief.\nuser\n<image>What is red?\nassistant\n", "What is red?"],
  ["<|im_start|>user\n<|image_pad|>What is red?<|im_end|>\n<|im_start|>assistant\n", "What is red?"],
  ["user\nOne?\nassistant\nYes.\nuser\nTwo?\nassistant\n<think>\n", "Two?"],
  ["What is red?", "What is red?"],
])("the question in %j", (prompt, question) => expect(questionIn(prompt)).toBe(question));

describe("images", () => {
  const find = createFindImage(["train/images/a.png", "test/images/a.png", "b.jpg", "secret.txt"]);

  test.each([
    ["/mnt/machine/train/images/a.png", "train/images/a.png"],
    ["C:\\data\\test\\images\\a.png", "test/images/a.png"],
    ["../../b.jpg", "b.jpg"],
  ])("%s is found below the folder that was given", (named, path) => {
    expect(find(named, "")).toEqual({ ok: true, value: path });
  });

  test.each([
    ["../../../etc/passwd", "no file"],
    ["/etc/shadow", "no file"],
    ["secret.txt", "no file"],
    ["https://example.org/b.jpg", "at an address, which is not fetched"],
    ["file:///b.png", "no file"],
    ["images/a.png", "Several files"],
    ["..", "no file"],
  ])("%s is none", (named, words) => {
    expect(find(named, "")).toMatchObject({ ok: false, fault: { message: expect.stringContaining(words) } });
  });

  test("without any the folder is asked for", () => {
    expect(createFindImage(["rows.jsonl"])("a.png", "")).toMatchObject({
      ok: false,
      fault: { hint: expect.any(String) },
    });
  });
});

describe("a data set", () => {
  const image = (path: string): SuiteFile =>
    fileOfBlob(path, new Blob([pngHeader({ width: 200, height: 100 })]));
  const list = (path: string, ...rows: readonly object[]): SuiteFile =>
    fileOfBlob(path, new Blob([rows.map((each) => JSON.stringify(each)).join("\n")]));
  const rollout = (prompt: string, more: Partial<LoggedRollout> = {}): LoggedRollout => ({
    ...{
      place: "",
      format: "verl",
      step: 1,
      prompt,
      promptIds: null,
      response: "",
      reference: null,
      reward: 1,
    },
    ...{ advantage: null, group: null, images: [], tokens: null, subject: null, fields: {}, ...more },
  });

  test("Vision-OPD's rows: problem, images, teacher_images; and verl's parquet columns", async () => {
    const data = await openData([
      list(
        "train.jsonl",
        {
          images: ["i/a.jpg"],
          teacher_images: ["i/a-crop.jpg"],
          problem: "<image>What is on the red plate there?",
          answer: "A",
        },
        {
          prompt: [{ role: "user", content: "<image>Which of the towers is the taller one?" }],
          images: [{ path: "i/b.jpg" }],
          reward_model: { ground_truth: "left" },
          extra_info: { bbox: [10, 20, 110, 90] },
        },
      ),
      ...["i/a.jpg", "i/a-crop.jpg", "i/b.jpg"].map(image),
    ]);
    const subjects = createSubjects(data);
    const first = await subjects.of(0, rollout("user\nWhat is on the red plate there?\nassistant\n"));
    if (!first.ok) throw new Error(first.fault.message);
    expect(loggedSubject(first.value)).toEqual({
      question: "What is on the red plate there?",
      image: "i/a.jpg",
      crop: "i/a-crop.jpg",
      box: null,
    });
    expect(first.value.answer).toBe("A");
    const second = await subjects.of(1, rollout("user\nWhich of the towers is the taller one?\nassistant\n"));
    expect(second).toMatchObject({ ok: true, value: { answer: "left", crop: null, notes: [] } });
    expect(second.ok && second.value.box).not.toBeNull();
    expect(data.notes.join()).toContain("Boxes are read as");
  });

  test("rollouts of one prompt that state other evidence or another answer have their own", async () => {
    const subjects = createSubjects(await openData([image("a.png"), image("b.png")]));
    const stated = (name: string) => ({ question: "What?", image: name, crop: null, box: null });
    const of = async (more: Partial<LoggedRollout>) => {
      const found = await subjects.of(0, rollout("user\nWhat?", { images: ["a.png"], ...more }));
      return found.ok ? [found.value.image.path, found.value.answer] : found.fault.message;
    };
    expect(await of({ subject: stated("a.png"), reference: "left" })).toEqual(["a.png", "left"]);
    expect(await of({ subject: stated("b.png"), reference: "left" })).toEqual(["b.png", "left"]);
    expect(await of({ subject: stated("b.png"), reference: "right" })).toEqual(["b.png", "right"]);
  });

  test("what is not found says why", async () => {
    const data = await openData([
      list("train.jsonl", { images: ["gone.jpg"], problem: "Where is the very small bird?" }),
    ]);
    const subjects = createSubjects(data);
    expect(await subjects.of(0, rollout("user\nWhere is the very small bird?\nassistant\n"))).toMatchObject({
      ok: false,
      fault: { message: "No images were given." },
    });
    expect(await subjects.of(1, rollout("user\nSomething else?"))).toMatchObject({
      ok: false,
      fault: { message: expect.stringContaining("No data row has its question.") },
    });
    const named = createSubjects(
      await openData([list("rows.jsonl", { images: ["c.jpg"], problem: "Where?" }), image("c.jpg")]),
    );
    expect(await named.of(0, rollout("", { images: ["/mnt/c.jpg"] }))).toMatchObject({
      ok: true,
      value: {
        question: "Where?",
        notes: [expect.stringContaining("by its image alone"), expect.any(String)],
      },
    });
    const bare = createSubjects(await openData([image("x/c.jpg")]));
    expect(await bare.of(0, rollout("user\nWhat?", { images: ["/mnt/c.jpg"] }))).toMatchObject({
      ok: true,
      value: { question: "What?", box: null, notes: ["No data rows were given.", expect.any(String)] },
    });
  });
});
