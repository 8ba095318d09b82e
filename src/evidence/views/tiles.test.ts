import { describe, expect, test } from "vitest";
import { evidenceTiles } from "./tiles.ts";

const GRID = { rows: 3, columns: 4 };

describe("the tiles that hold evidence", () => {
  test("evidence within one tile lies whole in it", () => {
    const found = evidenceTiles({ x: 0.55, y: 0.4, width: 0.1, height: 0.1 }, GRID);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ row: 2, column: 3, box: { x: 0.5, width: 0.25 } });
    expect(found[0]?.share).toBeCloseTo(1, 9);
  });

  test("a cross of borders cuts it into four, the largest first, which together are all of it", () => {
    const found = evidenceTiles({ x: 0.2, y: 0.3, width: 0.2, height: 0.1 }, GRID);
    expect(found.map(({ row, column }) => [row, column])).toEqual([
      [2, 2],
      [1, 2],
      [2, 1],
      [1, 1],
    ]);
    expect(found[0]?.share).toBeCloseTo(0.75 * (2 / 3), 9);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test("a box that ends at a border does not lie on the tile beyond it", () => {
    const third = 1 / 3;
    expect(evidenceTiles({ x: 0.25, y: third, width: 0.25, height: third }, GRID)).toHaveLength(1);
    expect(evidenceTiles({ x: 0.1 + 0.2, y: 0, width: 0.2, height: third }, GRID)).toHaveLength(1);
  });

  test("the whole image lies on every tile, evenly", () => {
    const found = evidenceTiles({ x: 0, y: 0, width: 1, height: 1 }, GRID);
    expect(found).toHaveLength(12);
    for (const { share } of found) expect(share).toBeCloseTo(1 / 12, 9);
  });
});
