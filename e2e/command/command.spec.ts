/** The command line runs the page's own engine and says what it found, or why not. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@playwright/test";
import { root } from "../../scripts/process/run.mjs";
import { cardOf } from "../../src/suite/figures/card.ts";
import { openResults } from "../../src/suite/results/open-results.ts";
import type { Results } from "../../src/suite/results/result.ts";
import { crashPages, folder, fovea, readJson } from "../support/command-line.ts";
import { extent } from "../support/proof.ts";

test.describe.configure({ timeout: 300_000 });

const bundled = join(root, "public", "suites", "fovea-700");

/** One tile an image, where a test is not about what is read: it takes a fifth of the time. */
const ONE_TILE = ["--longest-edge", "128"];

function openWritten(path: string): Results {
  const opened = openResults(readFileSync(path, "utf8"));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

test("items of the bundled suite: shape, the card's bands, and a results file with the same figures", async () => {
  const at = folder();
  const items = extent(8, 60, "items");
  const [json, results] = [join(at, "figures", "of-some.json"), join(at, "of-some.results.jsonl")];
  const { stdout } = await fovea(
    ...["evaluate", "--limit", `${items}`, "--samples", "2", "--signals", "--slide-every", `${items}`],
    ...["--json", json, "--results", results, "--signal", "seen = attention"],
  );
  expect(stdout).toContain(`asking the questions ${items} of ${items}`);
  expect(stdout).toMatch(new RegExp(`overall\\s+${items}\\s+global, grounded, regional`));
  const { overall, dimensions, card, device } = readJson(json);
  expect(device.numbers.backend).toBe("wgsl");
  const share = { accuracy: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
  const count = expect.any(Number);
  const part = { mean: count, low: count, high: count };
  for (const figures of [overall, ...Object.values(dimensions)]) {
    expect(figures).toEqual({
      items: count,
      global: share,
      grounded: share,
      regional: share,
      gap: expect.any(Number),
      matched: share,
      isolated: share,
      gaps: { resolution: part, placement: part, clutter: part },
      cells: { bothRight: count, onlyRegional: count, onlyGlobal: count, bothWrong: count },
    });
  }
  const published = readJson(join(root, "public", "models", "fovea-mini", "card.json")).card.suite.overall;
  for (const look of ["global", "grounded", "regional"] as const) {
    const { accuracy } = published[look];
    // Four standard errors of a share of so many items, and one item: what chance allows, not what a broken model would say.
    const band = 4 * Math.sqrt((accuracy * (1 - accuracy)) / items) + 1 / items;
    expect(Math.abs(overall[look].accuracy - accuracy), look).toBeLessThan(band);
  }
  expect(overall.gap).toBeGreaterThan(0.1);
  const { resolution, placement, clutter } = overall.gaps;
  expect(resolution.mean + placement.mean + clutter.mean).toBeCloseTo(overall.gap, 9);

  const written = openWritten(results);
  expect(written).toMatchObject({
    header: {
      suite: { title: "fovea-700", items: 700 },
      signals: true,
      part: { limit: items },
      formula: { name: "seen", text: "seen = attention" },
    },
    failed: [],
    broken: [],
  });
  const { slide, ...figures } = cardOf(written.items, []);
  expect(card).toMatchObject(figures);
  expect({ overall, dimensions }).toEqual(figures.suite);
  expect(card.slide.scenes).toBeLessThanOrEqual(1);
  expect(slide.scenes).toBe(0);
  expect(Object.keys(dimensions).toSorted()).toEqual(
    [...new Set(written.items.map(({ dimension }) => dimension))].toSorted(),
  );
  for (const { samples, advantages, divergence, formula } of written.items) {
    expect(formula).toBeGreaterThan(0);
    expect(formula).toBeLessThan(1);
    expect(samples).toHaveLength(2);
    expect(advantages.length).toBeGreaterThan(0);
    expect(divergence).toBeGreaterThanOrEqual(0);
  }

  const again = await fovea("evaluate", "--limit", "1", "--against", json);
  expect(again.stdout).toContain("regional: the same answer on 1 of 1 items, 0 gained, 0 lost");
  expect(again.stdout).toContain(`${items - 1} items are in one of the two runs only.`);
});

test("a page that crashes on the way leaves the results that it had", async () => {
  const results = join(folder(), "cut.results.jsonl");
  const evaluating = fovea("evaluate", "--limit", "24", ...ONE_TILE, "--results", results);
  evaluating.child.stdout?.on("data", (said: Buffer) => {
    if (said.includes("asking the questions 3 of 24")) void crashPages(evaluating.child.pid ?? 0);
  });
  await expect(evaluating).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /The results until then are in .*cut\.results\.jsonl; --resume continues them\.\n.*page crashed/,
    ),
  });
  const { items, broken } = openWritten(results);
  expect(items.length).toBeGreaterThanOrEqual(3);
  expect(items.length).toBeLessThan(24);
  expect(broken).toEqual([]);
});

test("a folder of one's own: a table beside pictures; a row that cannot be used is named", async () => {
  const at = folder();
  const [item] = readJson(join(bundled, "suite.json"));
  mkdirSync(join(at, "pictures"));
  copyFileSync(join(bundled, item.image), join(at, "pictures", item.image));
  const row = `pictures/${item.image},${item.question},${item.answer},"${item.box.join(" ")}"`;
  const lost = "pictures/lost.jpg,What is it?,a cup,";
  writeFileSync(join(at, "items.csv"), ["image,Frage,answer,bbox", row, lost, ""].join("\n"));
  const results = join(folder(), "own.results.jsonl");
  const said = ["--boxes", "xywh-pixels", "--columns", "question=Frage", ...ONE_TILE];
  await expect(fovea("evaluate", "--suite", at, "--results", results, ...said)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /: 1 question, boxes left, top, width, height in pixels, 1 row left out[\s\S]*overall\s+1\s/,
    ),
    stderr: expect.stringContaining("Left out: items.csv, line 3"),
  });
  const { header, items } = openWritten(results);
  expect(header).toMatchObject({
    suite: { title: basename(at), items: 1 },
    boxes: "xywh-pixels",
    columns: { question: ["Frage"] },
  });
  expect(readFileSync(results, "utf8")).not.toContain(at);
  expect(items[0]?.area).toBeCloseTo((item.box[2] * item.box[3]) / (item.width * item.height), 9);
  expect(items[0]?.looks.regional?.right).toBe(true);
});

/** Two questions of the bundled suite as multiple choices, beside their picture. */
function choiceSuite(): string {
  const items = readJson(join(bundled, "suite.json")).slice(0, 7);
  const at = folder();
  copyFileSync(join(bundled, items[0].image), join(at, items[0].image));
  const choices = {
    "material-001": ["The orange ball has a smooth surface.", "The orange ball has a brick surface."],
    "colour-001": ["The heart is pink.", "The heart is green.", "The heart is black."],
  };
  const asked = Object.entries(choices).map(([id, offered]) => {
    const { evidence: _, ...item } = items.find((each: { id: string }) => each.id === id);
    const letter = ["A", "B", "C"][offered.indexOf(item.answer)];
    return { ...item, choices: offered, answer: `(${letter}) ${item.answer}` };
  });
  const path = join(at, "choices.json");
  writeFileSync(path, JSON.stringify(asked));
  return path;
}

test("multiple choice by likelihood picks one of the choices, by letter says what it likes", async () => {
  const file = join(folder(), "result.json");
  const suite = choiceSuite();
  await fovea("evaluate", "--suite", suite, "--choice", "likelihood", ...ONE_TILE, "--json", file);
  const { overall, items } = readJson(file);
  for (const { id, looks } of items) {
    const { choices } = readJson(suite).find((each: { id: string }) => each.id === id);
    expect(choices).toContain(looks.global.text);
    expect(choices).toContain(looks.regional.text);
    expect(looks.regional.confidence).toBeGreaterThanOrEqual(1 / choices.length);
    expect(looks.regional.confidence).toBeLessThanOrEqual(1);
  }
  expect(overall.regional.accuracy).toBe(1);
  const letters = join(folder(), "letters.json");
  await fovea("evaluate", "--suite", suite, "--limit", "1", ...ONE_TILE, "--json", letters);
  expect(readJson(letters)).toMatchObject({ header: { choices: "letter" }, overall: { items: 1 } });
});

test("says what the machine offers, and why it chose as it did", async () => {
  const report = JSON.parse((await fovea("device", "--run", "wasm")).stdout);
  expect(report).toMatchObject({
    adapter: { features: expect.any(Array), maxBufferSize: expect.any(Number) },
    model: { backend: "wasm", reason: expect.any(String) },
    numbers: { backend: "wgsl", reason: expect.any(String) },
  });
});

test.describe("a fault ends it with a sentence and a non-zero exit:", () => {
  const refusals: readonly (readonly [string, readonly string[], string])[] = [
    [
      "a model that is not there",
      ["evaluate", "--model", "nowhere", "--limit", "1"],
      "manifest with status 404",
    ],
    ["a suite that is not there", ["evaluate", "--suite", "nowhere.json"], "There is no suite at"],
    [
      "a model's folder that is not there",
      ["evaluate", "--model", "./nowhere"],
      "There is no manifest.json and no adapter_config.json in",
    ],
    [
      "results that are none",
      ["evaluate", "--against", "package.json"],
      "This is not a results file of Fovea",
    ],
    ["half a question", ["evaluate", "--limit", "0.5"], '--limit is "0.5"; it must be a whole number'],
    ["an unknown way to choose", ["evaluate", "--choice", "coin"], "letter or likelihood"],
    ["an unknown command", ["dance"], "Usage:"],
    ["an unknown option", ["device", "--dance"], "--dance"],
  ];
  for (const [title, parameters, sentence] of refusals) {
    test(title, async () => {
      await expect(fovea(...parameters)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining(sentence),
      });
    });
  }
});
