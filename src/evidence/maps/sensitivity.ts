/**
 * Sensitivity map: which parts of the image an answer depends on. The cells of a grid are erased one at a time, the same
 * tokens are replayed, and their loss in log-probability is assigned to the cell (occlusion, Zeiler and Fergus, arXiv
 * 1311.2901, §4.2, with a log-probability in place of a class score). Coarse cells come first; the most important ones are
 * divided into four and erased again. The functions are pure: the caller does the replays, and may stop at any time.
 */
import type { Grid } from "../../math/attention/attention.ts";
import type { Box } from "../../view/box.ts";
import type { Degradation } from "../../view/view.ts";
import { mapPictures, type Showing } from "../views/showing.ts";

export interface SensitivityPlan {
  readonly rows: number;
  readonly columns: number;
  /** How many times the most important cells are divided into four; 0 leaves the coarse grid. */
  readonly levels: number;
  /** How many cells are divided at each level: those whose erasure has the largest effect. */
  readonly refined: number;
}

/** 48 coarse replays and 6 times 4 finer ones: cells of a 16th of the longer side where it matters. */
export const USUAL_PLAN: SensitivityPlan = { rows: 6, columns: 8, levels: 1, refined: 6 };

export interface MapCell {
  /** 0 for coarse cells, 1 for their quarters, and so on. */
  readonly level: number;
  /** In units of the cells of its level. */
  readonly row: number;
  readonly column: number;
}

export interface MeasuredCell extends MapCell {
  /** How many nats each token of the answer loses when the cell is erased; negative where it gains. */
  readonly losses: readonly number[];
}

/** Indices into the answer; null is the whole answer. */
export type SelectedTokens = readonly number[] | null;

export interface Sensitivity {
  readonly plan: SensitivityPlan;
  readonly measured: readonly MeasuredCell[];
  /** The cells to replay next, in order. Empty when the map is complete. */
  readonly pending: readonly MapCell[];
}

/** How many cells are erased at a level: all coarse cells, then the quarters of the divided ones. */
function replaysAt({ rows, columns, refined }: SensitivityPlan, level: number): number {
  let cells = rows * columns;
  for (let each = 0; each < level; each++) cells = 4 * Math.min(refined, cells);
  return cells;
}

/** The number of replays of the whole plan, exactly and before it begins. */
export function replaysOf(plan: SensitivityPlan): number {
  const levels = Array.from({ length: plan.levels + 1 }, (_, level) => replaysAt(plan, level));
  return levels.reduce((sum, cells) => sum + cells, 0);
}

/** An empty map. */
export function startSensitivity(plan: SensitivityPlan): Sensitivity {
  const pending = Array.from({ length: plan.rows * plan.columns }, (_, index) => ({
    level: 0,
    row: Math.floor(index / plan.columns),
    column: index % plan.columns,
  }));
  return { plan, measured: [], pending };
}

/** The cell's place in the unit square that the plan's grid covers. */
export function cellBox({ rows, columns }: SensitivityPlan, { level, row, column }: MapCell): Box {
  const [across, down] = [columns * 2 ** level, rows * 2 ** level];
  return { x: column / across, y: row / down, width: 1 / across, height: 1 / down };
}

/** The total loss of the selected tokens, in nats. */
export function lossOf({ losses }: Pick<MeasuredCell, "losses">, selected: SelectedTokens): number {
  const tokens = selected ?? [...losses.keys()];
  return tokens.reduce((sum, token) => sum + (losses[token] ?? 0), 0);
}

/** The loss of each token, from its log-probabilities under the original and the erased image. */
export function lossesOf(before: readonly number[], after: readonly number[]): readonly number[] {
  return before.map((nats, token) => nats - (after[token] ?? nats));
}

function quarters({ level, row, column }: MapCell): readonly MapCell[] {
  return [0, 1].flatMap((down) =>
    [0, 1].map((across) => ({ level: level + 1, row: 2 * row + down, column: 2 * column + across })),
  );
}

/** The cells of a level that are divided, largest loss first; ties in the order of measurement. */
function toRefine(
  { plan, measured }: Sensitivity,
  level: number,
  selected: SelectedTokens,
): readonly MapCell[] {
  const ofLevel = measured.filter((cell) => cell.level === level);
  return [...ofLevel].sort((a, b) => lossOf(b, selected) - lossOf(a, selected)).slice(0, plan.refined);
}

/** The map after the first pending cells were replayed, each with the losses of the answer's tokens. */
export function record(
  state: Sensitivity,
  losses: readonly (readonly number[])[],
  selected: SelectedTokens,
): Sensitivity {
  const { plan } = state;
  const done = state.pending.slice(0, losses.length);
  const measured = [...state.measured, ...done.map((cell, i) => ({ ...cell, losses: losses[i] ?? [] }))];
  const pending = state.pending.slice(done.length);
  const level = done.at(-1)?.level ?? 0;
  const next = { plan, measured, pending };
  return pending.length > 0 || done.length === 0 ? next : deepened(next, level, plan.levels, selected);
}

/** A map with all cells of `level` measured; if `levels` is deeper, the quarters of the cells with the largest loss are pending. */
function deepened(state: Sensitivity, level: number, levels: number, selected: SelectedTokens): Sensitivity {
  const deep = { ...state, plan: { ...state.plan, levels } };
  return level >= levels ? deep : { ...deep, pending: toRefine(deep, level, selected).flatMap(quarters) };
}

/** A complete coarse map, to be refined where other tokens lose most. */
export function refined(coarse: Sensitivity, levels: number, selected: SelectedTokens): Sensitivity {
  return deepened(coarse, 0, levels, selected);
}

const keyOf = ({ level, row, column }: MapCell): string => `${level}:${row}:${column}`;

/** Assigns `loss` to a cell: evenly, or to its quarters in proportion to their losses of the same sign, if all are known. */
function spreadLoss(
  fine: Grid,
  levels: number,
  known: ReadonlyMap<string, number>,
  cell: MapCell,
  loss: number,
): void {
  const parts = quarters(cell).map((part) => ({ part, cost: known.get(keyOf(part)) }));
  if (parts.every(({ cost }) => cost !== undefined)) {
    const costs = parts.map(({ cost }) => Math.max(0, Math.sign(loss) * (cost ?? 0)));
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    parts.forEach(({ part }, i) => {
      const share = total > 0 ? (costs[i] as number) / total : 1 / 4;
      spreadLoss(fine, levels, known, part, loss * share);
    });
    return;
  }
  const side = 2 ** (levels - cell.level);
  for (let row = cell.row * side; row < (cell.row + 1) * side; row++) {
    const start = row * fine.columns + cell.column * side;
    // Zero is added so that a share of nothing is 0 and not -0.
    fine.values.fill(loss / side ** 2 + 0, start, start + side);
  }
}

/**
 * The map at its finest resolution, in nats per fine cell; negative where the selected tokens gain. The loss of a coarse
 * cell is spread evenly until its quarters are known, then in proportion to their losses, so that the map always sums to
 * the coarse losses. Cells that have not been replayed are 0.
 */
export function sensitivityMap({ plan, measured }: Sensitivity, selected: SelectedTokens): Grid {
  const { levels } = plan;
  const [rows, columns] = [plan.rows * 2 ** levels, plan.columns * 2 ** levels];
  const fine: Grid = { rows, columns, values: new Float64Array(rows * columns) };
  const known = new Map(measured.map((cell) => [keyOf(cell), lossOf(cell, selected)]));
  for (const cell of measured)
    if (cell.level === 0) spreadLoss(fine, levels, known, cell, lossOf(cell, selected));
  return fine;
}

/** The map without gains, for the window search. */
export function lossesOnly(map: Grid): Grid {
  return { ...map, values: map.values.map((value) => Math.max(0, value)) };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The peak of the map in the unit square: the centre of mass of its losses within one coarse cell of the centre of its
 * largest cell, ties to the first. An object that covers several cells is thereby located between them. Null if no cell
 * has a loss.
 */
export function peakOf(
  { rows, columns, values }: Grid,
  coarse: Pick<Grid, "rows" | "columns">,
): Point | null {
  const most = Math.max(...values);
  if (!(most > 0)) return null;
  const at = values.indexOf(most);
  const [row, column] = [Math.floor(at / columns), at % columns];
  const [down, across] = [rows / coarse.rows, columns / coarse.columns];
  let [mass, x, y] = [0, 0, 0];
  for (let r = Math.max(0, row - down); r <= Math.min(rows - 1, row + down); r++) {
    for (let c = Math.max(0, column - across); c <= Math.min(columns - 1, column + across); c++) {
      const weight = Math.max(0, values[r * columns + c] as number);
      mass += weight;
      x += weight * (c + 0.5);
      y += weight * (r + 0.5);
    }
  }
  return { x: x / mass / columns, y: y / mass / rows };
}

/** The showing with a cell of each of its images degraded: blanked, or blurred, which avoids sharp edges. */
export function erasedShowing(showing: Showing, cell: Box, by: Degradation): Showing {
  return mapPictures(showing, (view) => ({
    ...view,
    edits: [...view.edits, { kind: "degrade", by, within: cell }],
  }));
}
