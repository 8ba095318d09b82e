/** Accuracy of each look and the zooming gap, with bootstrap intervals, over any set of items. */
import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import { type ItemResult, LOOKS, type Look } from "../results/result.ts";
import { type Cells, cellsOf, type Ids, idsOf, lookedAt } from "./cell.ts";

export interface Accuracy extends Interval {
  readonly items: number;
  /** Of right and of wrong answers. */
  readonly right: Ids;
  readonly wrong: Ids;
}

/** The share of right answers under one look, over the items for which it was taken; null where for none. */
export function accuracyUnder(items: readonly ItemResult[], look: Look): Accuracy | null {
  const looked = lookedAt(items, [look]);
  const isRight = (item: ItemResult): boolean => item.looks[look]?.right === true;
  const interval = meanInterval(looked.map((item) => (isRight(item) ? 1 : 0)));
  if (interval === null) return null;
  const wrong = looked.filter((item) => !isRight(item));
  return { ...interval, items: looked.length, right: idsOf(looked.filter(isRight)), wrong: idsOf(wrong) };
}

/**
 * The zooming gap: regional minus global accuracy over the items that have both, from -1 to 1, with the interval of the
 * paired differences (Zooming without Zooming, §5.3). Null where no item has both.
 */
export function zoomingGap(items: readonly ItemResult[]): Interval | null {
  const both = lookedAt(items, ["global", "regional"]);
  const hit = (item: ItemResult, look: Look): number => (item.looks[look]?.right === true ? 1 : 0);
  return meanInterval(both.map((item) => hit(item, "regional") - hit(item, "global")));
}

/** The dual view over some items. */
export interface DualView {
  readonly items: number;
  readonly looks: Readonly<Partial<Record<Look, Accuracy>>>;
  readonly gap: Interval | null;
  readonly cells: Cells;
}

export function dualView(items: readonly ItemResult[]): DualView {
  const looks: Partial<Record<Look, Accuracy>> = {};
  for (const look of LOOKS) {
    const accuracy = accuracyUnder(items, look);
    if (accuracy !== null) looks[look] = accuracy;
  }
  return { items: items.length, looks, gap: zoomingGap(items), cells: cellsOf(items) };
}

export interface DimensionView extends DualView {
  readonly dimension: string;
}

/** The dual view of each dimension, in order of appearance. */
export function dimensionViews(items: readonly ItemResult[]): readonly DimensionView[] {
  const dimensions = [...new Set(items.map(({ dimension }) => dimension))];
  return dimensions.map((dimension) => ({
    dimension,
    ...dualView(items.filter((item) => item.dimension === dimension)),
  }));
}
