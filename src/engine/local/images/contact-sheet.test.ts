import { expect, test } from "vitest";
import type { Pixels } from "../../../view/pixels.ts";
import { contactSheet } from "./contact-sheet.ts";

const side = 4;
const tile = (value: number): Pixels => ({
  width: side,
  height: side,
  data: new Uint8Array(side * side * 3).fill(value),
});

test("a whole picture is the sheet, pixel for pixel", () => {
  const sheet = contactSheet({ rows: 0, columns: 0, tiles: [tile(7)] });
  expect([sheet.width, sheet.height]).toEqual([side, side]);
  expect([...sheet.rgba.subarray(0, 4)]).toEqual([7, 7, 7, 255]);
});

test.each([
  [2, 1],
  [1, 2],
  [2, 3],
])("%i × %i tiles lie in their places, the whole last, and gaps are transparent", (rows, columns) => {
  const tiles = Array.from({ length: rows * columns + 1 }, (_, i) => tile(i + 1));
  const { width, rgba } = contactSheet({ rows, columns, tiles });
  const at = (x: number, y: number) => [rgba[(y * width + x) * 4], rgba[(y * width + x) * 4 + 3]];
  const step = side + 8;
  for (let i = 0; i < rows * columns; i++) {
    expect(at((i % columns) * step, Math.floor(i / columns) * step)).toEqual([i + 1, 255]);
  }
  const [x, y] = rows >= columns ? [columns * step, 0] : [0, rows * step];
  expect(at(x + side - 1, y + side - 1)).toEqual([tiles.length, 255]);
  const opaque = rgba.filter((value, i) => i % 4 === 3 && value === 255).length;
  expect(opaque).toBe(tiles.length * side * side);
});
