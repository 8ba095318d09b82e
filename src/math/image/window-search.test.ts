import fc from "fast-check";
import { expect, test } from "vitest";
import type { Grid } from "../attention/attention.ts";
import { searchWindow } from "./window-search.ts";
import vectors from "./window-search.vectors.json" with { type: "json" };

test.each(vectors.cases)("$rows × $columns cells of $width × $height pixels, base $base", (found) => {
  const { rows, columns, width, height, base, values, ratio, box } = found;
  const grid: Grid = { rows, columns, values: Float64Array.from(values) };
  const window = searchWindow(grid, { width, height }, base);
  const [left = 0, top = 0, right = 0, bottom = 0] = box;
  expect(window.ratio).toBe(ratio);
  expect(window.box.x * width).toBeCloseTo(left, 7);
  expect(window.box.y * height).toBeCloseTo(top, 7);
  expect((window.box.x + window.box.width) * width).toBeCloseTo(right, 7);
  expect((window.box.y + window.box.height) * height).toBeCloseTo(bottom, 7);
  if ("sharpness" in found) expect(window.sharpness).toBeCloseTo(found.sharpness ?? Number.NaN, 9);
  else expect(window.sharpness).toBeNull();
});

test("the window lies in the image, and holds the only cell that has anything", () => {
  const place = fc.record({
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 20 }),
    width: fc.integer({ min: 8, max: 3000 }),
    height: fc.integer({ min: 8, max: 3000 }),
    cell: fc.nat(),
  });
  fc.assert(
    fc.property(place, ({ rows, columns, width, height, cell }) => {
      const values = new Float64Array(rows * columns);
      const at = cell % values.length;
      values[at] = 1;
      const { box } = searchWindow({ rows, columns, values }, { width, height });
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(1 + 1e-9);
      expect(box.y + box.height).toBeLessThanOrEqual(1 + 1e-9);
      const [row, column] = [Math.floor(at / columns), at % columns];
      const overlap = Math.min(box.x + box.width, (column + 1) / columns) - Math.max(box.x, column / columns);
      const overlapDown = Math.min(box.y + box.height, (row + 1) / rows) - Math.max(box.y, row / rows);
      expect(Math.min(overlap, overlapDown)).toBeGreaterThan(0);
    }),
  );
});
