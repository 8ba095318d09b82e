/**
 * Where a model looks: relative attention over the picture's tokens and how much of it falls into a box
 * (mllms_know, arXiv 2502.17422; Zooming without Zooming, arXiv 2602.11858, eq. 2 and 11).
 */

/** Non-negative numbers over a grid of picture tokens, row by row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Attention [layers, heads, queries, keys] of one forward pass, in that order. */
export interface Attention {
  readonly layers: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly values: ArrayLike<number>;
}

/** A box in the unit square of the picture that the grid covers. */
export interface UnitBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `eps` of the relative map (ZwZ eq. 11). With 1,000 tokens raw values are near 1e-3, so it is not negligible. */
export const RELATIVE_EPSILON = 1e-6;

/** The depth at which we read attention where nobody chooses: released code uses 0.47 to 0.86. */
export const USUAL_DEPTH = 2 / 3;

/** The 0-based layer at a fraction of the depth, 1-based as the papers count: 2/3 of 36 layers is the 24th, index 23. */
export function layerAt(fraction: number, layers: number): number {
  return Math.min(layers - 1, Math.max(0, Math.round(fraction * layers) - 1));
}

/** A bound above every attention weight that a softmax gives, whatever the rounding. */
export const LARGEST_WEIGHT = 2;

/** The message for attention values that no softmax can have given. */
export const NO_ATTENTION = "attention holds a number that is no probability";

/**
 * Mean over heads of one layer's attention from one query (the position that emits the first answer token) to the
 * `rows * columns` keys from `firstKey` on, which are the picture's. Throws RangeError for a value that is no
 * probability.
 */
export function pooledMap(
  attention: Attention,
  place: { readonly layer: number; readonly query: number; readonly firstKey: number },
  grid: { readonly rows: number; readonly columns: number },
): Grid {
  const { heads, queries, keys, values } = attention;
  const pooled = new Float64Array(grid.rows * grid.columns);
  for (let head = 0; head < heads; head++) {
    const start = ((place.layer * heads + head) * queries + place.query) * keys + place.firstKey;
    for (let cell = 0; cell < pooled.length; cell++) {
      const weight = values[start + cell] as number;
      if (!(weight >= 0 && weight <= LARGEST_WEIGHT)) throw new RangeError(NO_ATTENTION);
      pooled[cell] = (pooled[cell] as number) + weight / heads;
    }
  }
  return { ...grid, values: pooled };
}

/** Attention under the question over attention under a generic prompt, cell by cell. */
export function relativeMap(question: Grid, generic: Grid, epsilon = RELATIVE_EPSILON): Grid {
  const values = question.values.map((value, cell) => value / ((generic.values[cell] as number) + epsilon));
  return { ...question, values };
}

/**
 * How a box counts cells: by the area they share (ours), by every cell it touches (half open: floor to ceiling), or as
 * the released script does, where both corners are truncated and the last row and column are included.
 */
export type CellRule = "overlap" | "touched" | "released";

/** How much of the cells 0..count-1 of one axis an interval of the unit line covers, each from 0 to 1. */
export function cover(rule: CellRule, from: number, to: number, count: number): Float64Array {
  const [start, end] = [from * count, to * count];
  const share = (cell: number): number => {
    switch (rule) {
      case "overlap":
        return Math.max(0, Math.min(cell + 1, end) - Math.max(cell, start));
      case "touched":
        return end > start && cell >= Math.floor(start) && cell < Math.ceil(end) ? 1 : 0;
      case "released":
        // Truncation would put a box that ends before the first cell into it.
        return end > 0 && cell >= Math.trunc(start) && cell <= Math.trunc(end) ? 1 : 0;
      default:
        return rule satisfies never;
    }
  };
  return Float64Array.from({ length: count }, (_, cell) => share(cell));
}

/**
 * How much of each row and of each column of cells a box covers. The one cell of a 1x1 grid is covered wholly by any box
 * that touches it, because a single cell cannot resolve a position.
 */
export function boxShares(
  rule: CellRule,
  box: UnitBox,
  { rows, columns }: Pick<Grid, "rows" | "columns">,
): { readonly rows: Float64Array; readonly columns: Float64Array } {
  const shares = {
    rows: cover(rule, box.y, box.y + box.height, rows),
    columns: cover(rule, box.x, box.x + box.width, columns),
  };
  if (rows * columns > 1) return shares;
  return { rows: shares.rows.map(Math.ceil), columns: shares.columns.map(Math.ceil) };
}

/** The share of the picture that a box covers. */
export function boxArea(box: UnitBox): number {
  const width = Math.min(1, box.x + box.width) - Math.max(0, box.x);
  const height = Math.min(1, box.y + box.height) - Math.max(0, box.y);
  return Math.max(0, width) * Math.max(0, height);
}

function total(grid: Grid): number {
  return grid.values.reduce((sum, value) => sum + value, 0);
}

/** Share of the map's mass inside the box, 0 to 1; null for a map without mass. A box outside the picture covers 0. */
export function coverage(grid: Grid, box: UnitBox, rule: CellRule): number | null {
  const whole = total(grid);
  if (!(whole > 0)) return null;
  const { rows: acrossRows, columns: acrossColumns } = boxShares(rule, box, grid);
  let inside = 0;
  for (let cell = 0; cell < grid.values.length; cell++) {
    const row = Math.floor(cell / grid.columns);
    const share = (acrossRows[row] as number) * (acrossColumns[cell - row * grid.columns] as number);
    inside += share * (grid.values[cell] as number);
  }
  return inside / whole;
}

/** Coverage divided by the box's share of the picture: 1 for a uniform map. Null where either is null or 0. */
export function lift(grid: Grid, box: UnitBox, rule: CellRule): number | null {
  return liftOf(coverage(grid, box, rule), box);
}

/** The same ratio from a coverage that is already known. */
export function liftOf(covered: number | null, box: UnitBox): number | null {
  const area = boxArea(box);
  return covered === null || area === 0 ? null : covered / area;
}

/** The largest cell's share of the map: near 1, a tiny baseline produced the map, not the question. */
export function largestShare(grid: Grid): number | null {
  const whole = total(grid);
  return whole > 0 ? Math.max(...grid.values) / whole : null;
}
