import { describe, expect, test } from "vitest";
import { itemBox, parseSuite } from "./item.ts";
import { evidenceMatches } from "./score/score.ts";

const item = {
  id: "a",
  image: "a.jpg",
  width: 1000,
  height: 800,
  dimension: "ocr",
  box: [100, 100, 200, 180],
  question: "What does the red sign say?",
  boxQuestion: "What is written on the sign in the red box?",
  answer: "The red sign says K7P.",
  evidence: ["K7P"],
};

describe("items", () => {
  test("a list is read, its box lies in the unit square", () => {
    const parsed = parseSuite([item]);
    const first = parsed.ok ? parsed.value[0] : undefined;
    expect(first && itemBox(first)).toEqual({ x: 0.1, y: 0.125, width: 0.2, height: 0.225 });
  });

  test.each([
    ["no items", [], "at least one"],
    ["an image elsewhere", [{ ...item, image: "../a.jpg" }], "image"],
    ["a box of three", [{ ...item, box: [1, 2, 3] }], "box"],
    ["a page", "<html>", "list"],
  ])("%s is refused by name", (_, value, where) => {
    const parsed = parseSuite(value);
    expect(parsed.ok ? "" : parsed.fault.message).toContain(where);
  });
});

test.each([
  ["The red sign says K7P.", ["K7P"], true],
  ["The red sign says K7PX.", ["K7P"], false],
  ["The red sign says k7p.", ["K7P"], false],
  ["There are Four apples.", ["four"], true],
  ["There are fourteen apples.", ["four"], false],
  ["There is a teddy bear on the plate.", ["teddy bear"], true],
  ["There is a bear on the plate.", ["teddy bear"], false],
  ["", ["four"], false],
  ["anything", [], false],
])("%s against %j is %s", (answer, evidence, right) => {
  expect(evidenceMatches(answer, evidence)).toBe(right);
});
