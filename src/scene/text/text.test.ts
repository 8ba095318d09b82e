/** What printed lines say, and how their characters are measured. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chanceOf } from "../chance.ts";
import { characterBoxes, lineAt } from "../layout/panels.ts";
import { lineOf } from "../paint/line.ts";
import { splits } from "../scene.ts";
import { edgesOf, faces, inkOf } from "./faces.ts";
import { longestLine, printedText } from "./text.ts";

const lines = Array.from({ length: 4000 }, (_, i) => lineOf(splits.train + i));
const fontFolder = new URL("../../../public/scene-fonts/", import.meta.url);

describe("printed lines", () => {
  test("have 1 to 48 characters of U+0020 to U+007E and no space at their ends", () => {
    expect(lines.filter(({ text }) => !/^[!-~]([ -~]{0,46}[!-~])?$/.test(text))).toEqual([]);
    const lengths = lines.map(({ text }) => text.length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, longestLine]);
    expect(new Set(lengths).size).toBe(longestLine);
  });

  test("use every character, and every face", () => {
    expect(new Set(lines.flatMap(({ text }) => [...text])).size).toBe(95);
    expect(new Set(lines.map(({ font }) => font)).size).toBe(faces.length);
  });

  test("follow from their seed", () => {
    expect(lineOf(5)).toEqual(lines[5]);
    expect(new Set(lines.map(({ text }) => text)).size).toBeGreaterThan(3500);
  });

  test("keep to the length that there is room for", () => {
    const random = chanceOf(1, "line");
    const short = Array.from({ length: 500 }, () => printedText(random, 6).length);
    expect(Math.max(...short)).toBe(6);
  });
});

describe("typefaces", () => {
  test("are at least 30, each a file with its licence, in all at most 1.2 MB", () => {
    const files = readdirSync(fontFolder).filter((name) => name.endsWith(".woff2"));
    expect(files.sort()).toEqual(faces.map((face) => `${face}.woff2`).sort());
    expect(faces.length).toBeGreaterThanOrEqual(30);
    const bytes = files.reduce((sum, name) => sum + statSync(new URL(name, fontFolder)).size, 0);
    expect(bytes).toBeLessThan(1_200_000);
    for (const face of faces) {
      const licence = readFileSync(new URL(`licenses/${face}.txt`, fontFolder), "utf8");
      expect(licence).toMatch(/SIL OPEN FONT LICENSE Version 1\.1|Apache License/i);
    }
  });

  test("have a width for every character and ink above and below the baseline", () => {
    for (const face of faces) {
      const widths = edgesOf(
        face,
        Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(""),
      );
      expect(widths.every((edge, i) => i === 0 || edge > (widths[i - 1] as number))).toBe(true);
      const { top, bottom } = inkOf(face);
      expect(top).toBeGreaterThan(0.5);
      expect(bottom).toBeGreaterThan(0);
    }
  });
});

test("the characters of a line fill its box from left to right", () => {
  const line = lineAt("Wi .", "inter", 40, 100, 50);
  const boxes = characterBoxes(line);
  expect(boxes.map(([character]) => character).join("")).toBe("Wi .");
  expect(boxes[0]?.slice(1, 3)).toEqual([100, 50]);
  for (const [i, [, x, y, width, height]] of boxes.entries()) {
    expect([y, height]).toEqual([line.box[1], line.box[3]]);
    const next = boxes[i + 1]?.[1] ?? line.box[0] + line.box[2];
    expect(Math.abs(x + width - next)).toBeLessThan(i === 3 ? 0.51 : 1e-9);
  }
  expect((boxes[0]?.[3] ?? 0) / (boxes[1]?.[3] ?? 1)).toBeGreaterThan(3);
});
