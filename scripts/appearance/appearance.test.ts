import { describe, expect, test } from "vitest";
import { compareParts, differingPixels } from "./appearance.mjs";

const parts = [
  { name: "stage", box: [16, 80, 300, 400], text: "The picture and the evidence" },
  { name: "one token", box: [340, 90, 40, 24], text: "fox" },
];
const changed = (at: number, change: object) =>
  parts.map((part, index) => (index === at ? { ...part, ...change } : part));

describe("the guard of appearance", () => {
  test("says nothing of the same screen", () => {
    expect(compareParts(parts, structuredClone(parts))).toEqual([]);
  });

  test("names a part that moved by one pixel, with both places", () => {
    expect(compareParts(parts, changed(0, { box: [17, 80, 300, 400] }))).toEqual([
      "stage is at 17, 80, 300, 400, was at 16, 80, 300, 400",
    ]);
  });

  test("shows where a text parts from what it was", () => {
    const [said] = compareParts(parts, changed(1, { text: "fog" }));
    expect(said).toBe("one token says “…fog…”, said “…fox…”");
  });

  test("names parts that came or went", () => {
    expect(compareParts(parts, parts.slice(1))).toEqual(["has the parts one token, had stage, one token"]);
  });

  test("counts pixels whose colour differs by more than the palette's error", () => {
    const grey = { rgba: new Uint8Array(400).fill(128), width: 10 };
    const other = { rgba: grey.rgba.slice(), width: 10 };
    other.rgba[0] = 140;
    expect(differingPixels(grey, other)).toBe(0);
    other.rgba[0] = 141;
    expect(differingPixels(grey, other)).toBe(0.01);
    expect(differingPixels(grey, { rgba: grey.rgba, width: 20 })).toBe(1);
  });
});
