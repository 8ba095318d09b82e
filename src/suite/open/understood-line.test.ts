/** The line that says what was understood, and a release whose first choice is always right. */
import { expect, test } from "vitest";
import { letterBias } from "../figures/letters.ts";
import { folder } from "./folder-fixture.testing.ts";
import { openSuite, withBoxInterpretation, withKeyInterpretation } from "./open-suite.ts";
import { boxesLine } from "./understood.ts";
import { understoodLine } from "./understood-line.ts";

const size = { width: 1000, height: 800 };

async function openedOf(files: Parameters<typeof folder>[0]) {
  const suite = await openSuite(folder(files));
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

const lines = (...records: readonly object[]) => records.map((record) => JSON.stringify(record)).join("\n");
const row = { image: "a.png", question: "What colour?", options: ["red", "blue"], answer: "B" };

test("questions, choices, key, boxes and rows left out", async () => {
  const bbox = [700, 500, 900, 700];
  const list = lines(
    { ...row, bbox },
    { ...row, bbox, options: ["red", "blue", "green"] },
    { image: "a.png" },
  );
  const suite = await openedOf({ "l.jsonl": list, "a.png": size });
  expect(understoodLine(suite.entries, suite.broken.length, suite)).toBe(
    "2 questions, 2 to 3 choices, key is a letter, boxes left, top, right, bottom in pixels, 1 row left out",
  );
});

test("it follows a change of the key's reading", async () => {
  const suite = await openedOf({ "l.jsonl": lines({ ...row, answer: 1 }), "a.png": size });
  const changed = withKeyInterpretation(suite, "index-1");
  expect(understoodLine(changed.entries, 0, changed)).toBe(
    "1 question, 2 choices each, key is a position counted from 1, no boxes",
  );
});

test("a command is told which words settle how boxes are read", async () => {
  const boxed = lines({ image: "a.png", question: "Which?", answer: "red", bbox: [100, 100, 20, 20] });
  const suite = await openedOf({ "l.jsonl": boxed, "a.png": size });
  expect(boxesLine(suite)).toMatch(
    /^Boxes are read as left, top, width, height in pixels\. Fovea cannot know: .* Choose with --boxes xywh-pixels or --boxes xywh-thousandths\.$/,
  );
  const said = withBoxInterpretation(suite, { corners: "size", first: "x", unit: "pixels" });
  expect(boxesLine(said)).toBe("Boxes are read as left, top, width, height in pixels.");
});

test("the bundled suite has nothing that had to be read", () => {
  expect(understoodLine([], 0, null)).toBe("0 questions, no boxes");
});

test("V*Bench as released: the first choice is right in every item", async () => {
  const record = (name: string, ...options: readonly string[]) => ({
    [`direct_attributes/${name}.jpg`]: size,
    [`direct_attributes/${name}.json`]: JSON.stringify({
      target_object: ["rectangle"],
      bbox: [[420, 300, 80, 60]],
      options,
      question: "What is the color of the rectangle?",
    }),
  });
  const suite = await openedOf({
    ...record("sa_0", "The color is red.", "The color is blue."),
    ...record("sa_1", "The color is blue.", "The color is red."),
    ...record("sa_2", "The color is green.", "The color is red."),
  });
  expect(suite.entries.map(({ correct }) => correct)).toEqual([[[0]], [[0]], [[0]]]);
  expect(letterBias(suite.entries)).toMatchObject({ letter: "A", accuracy: 1, expected: 0.5 });
});
