/** Mean divergence and mean visual advantage by cell: disagreement of student and teacher against who was right. */
import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import { mean } from "../../math/statistics/statistics.ts";
import type { ItemResult } from "../results/result.ts";
import { CELLS, type Cell, cellOf, type Ids } from "./cell.ts";

export type Measure = "divergence" | "advantage" | "formula";

/** An item's value of a measure, of the first two in nats: the mean over its tokens; null where it was not measured. */
export function measureOf(item: ItemResult, measure: Measure): number | null {
  if (measure === "formula") return item.formula ?? null;
  return measure === "divergence" ? item.divergence : mean(item.advantages);
}

export interface CellSignal {
  readonly cell: Cell;
  /** Null where no item of the cell was measured. */
  readonly interval: Interval | null;
  /** Each item's value, beside its id. */
  readonly values: readonly number[];
  readonly ids: Ids;
}

/** The measure of every cell's items, in the order of `CELLS`. */
export function signalByCell(items: readonly ItemResult[], measure: Measure): readonly CellSignal[] {
  return CELLS.map((cell) => {
    const measured = items
      .filter((item) => cellOf(item) === cell)
      .map((item) => ({ id: item.id, value: measureOf(item, measure) }))
      .filter((item): item is { id: string; value: number } => item.value !== null);
    const values = measured.map(({ value }) => value);
    return { cell, interval: meanInterval(values), values, ids: measured.map(({ id }) => id) };
  });
}
