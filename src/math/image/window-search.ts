/**
 * From a map of where a model looks to a crop: the window search of ViCrop (mllms_know, arXiv 2502.17422), in the
 * released form.
 */
import type { Size } from "../../base/ids.ts";
import type { Grid, UnitBox } from "../attention/attention.ts";
import { mean } from "../statistics/statistics.ts";

/** Sides of the windows, as multiples of the base. */
const RATIOS = [1, 1.2, 1.4, 1.6, 1.8, 2] as const;

/** Side in pixels of the smallest window: what the model's encoder takes (224 for BLIP, 336 for LLaVA-1.5). */
export const WINDOW_BASE = 224;

export interface FoundWindow {
  /** In the unit square of the image. */
  readonly box: UnitBox;
  readonly ratio: number;
  /** The window's sum minus its neighbours' mean, per cell; null where the smallest window covers everything. */
  readonly sharpness: number | null;
}

interface Candidate {
  readonly ratio: number;
  readonly column: number;
  readonly row: number;
  readonly across: number;
  readonly down: number;
  readonly sharpness: number;
}

/** Sums of all cells above and left of each corner, (rows + 1) by (columns + 1). */
function cumulated({ rows, columns, values }: Grid): (row: number, column: number) => number {
  const sums = new Float64Array((rows + 1) * (columns + 1));
  const at = (row: number, column: number): number => sums[row * (columns + 1) + column] as number;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      sums[(row + 1) * (columns + 1) + column + 1] =
        (values[row * columns + column] as number) +
        at(row, column + 1) +
        at(row + 1, column) -
        at(row, column);
    }
  }
  return at;
}

/** One ratio's window with the largest sum, ties to the leftmost, then the topmost; null where it covers everything. */
function bestWindow(grid: Grid, size: Size, side: number, ratio: number): Candidate | null {
  const { rows, columns } = grid;
  const across = Math.min(Math.max(1, Math.trunc((side * columns) / size.width)), columns);
  const down = Math.min(Math.max(1, Math.trunc((side * rows) / size.height)), rows);
  const [lastColumn, lastRow] = [columns - across, rows - down];
  if (lastColumn < 1 && lastRow < 1) return null;
  const at = cumulated(grid);
  const sum = (row: number, column: number): number =>
    at(row + down, column + across) - at(row, column + across) - at(row + down, column) + at(row, column);
  let [best, bestRow, bestColumn] = [-Infinity, 0, 0];
  for (let column = 0; column <= lastColumn; column++) {
    for (let row = 0; row <= lastRow; row++) {
      if (sum(row, column) > best) [best, bestRow, bestColumn] = [sum(row, column), row, column];
    }
  }
  const neighbours: number[] = [];
  if (bestColumn > 0) neighbours.push(sum(bestRow, bestColumn - 1));
  if (bestColumn < lastColumn) neighbours.push(sum(bestRow, bestColumn + 1));
  if (bestRow > 0) neighbours.push(sum(bestRow - 1, bestColumn));
  if (bestRow < lastRow) neighbours.push(sum(bestRow + 1, bestColumn));
  const sharpness = (best - (mean(neighbours) ?? best)) / (across * down);
  return { ratio, row: bestRow, column: bestColumn, across, down, sharpness };
}

/** One axis of the crop: a window of `half` pixels each way about the middle of the cells, moved into the image. */
function placed(start: number, count: number, cells: number, half: number, limit: number) {
  const middle = Math.trunc(((start + count / 2) * limit) / cells);
  const centre = Math.min(Math.max(middle, half), limit - half);
  const [from, to] = [Math.max(0, centre - half), Math.min(limit, centre + half)];
  return { start: from / limit, length: (to - from) / limit };
}

/**
 * A square window of 1 to 2 times `base` pixels, cut at the image's edges: per ratio the place that holds most of the
 * map, and of the ratios the one whose place stands out most from its four neighbours, a cell (ties to the smaller).
 * Where the smallest window covers every cell, the whole image.
 */
export function searchWindow(grid: Grid, size: Size, base: number = WINDOW_BASE): FoundWindow {
  const candidates = RATIOS.map((ratio) => bestWindow(grid, size, base * ratio, ratio));
  const whole: FoundWindow = { box: { x: 0, y: 0, width: 1, height: 1 }, ratio: 1, sharpness: null };
  if (candidates[0] === null) return whole;
  const found = candidates.filter((candidate) => candidate !== null);
  const [first, ...others] = found;
  if (first === undefined) return whole;
  const best = others.reduce((a, b) => (b.sharpness > a.sharpness ? b : a), first);
  const half = Math.floor((base * best.ratio) / 2);
  const across = placed(best.column, best.across, grid.columns, half, size.width);
  const down = placed(best.row, best.down, grid.rows, half, size.height);
  return {
    box: { x: across.start, y: down.start, width: across.length, height: down.length },
    ratio: best.ratio,
    sharpness: best.sharpness,
  };
}
