/** Accuracy of each condition and the zooming gap, with bootstrap intervals, over any set of items. */
import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import { CONDITIONS, type Condition, type ItemResult } from "../results/result.ts";
import { askedUnder, type Cells, cellsOf, type Ids, idsOf } from "./cell.ts";

export interface Accuracy extends Interval {
  readonly items: number;
  /** Ids of the items answered rightly and wrongly. */
  readonly right: Ids;
  readonly wrong: Ids;
}

/** The share of right answers under one condition, over the items that have it; null where none has. */
export function accuracyUnder(items: readonly ItemResult[], condition: Condition): Accuracy | null {
  const looked = askedUnder(items, [condition]);
  const isRight = (item: ItemResult): boolean => item.looks[condition]?.right === true;
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
  const both = askedUnder(items, ["global", "regional"]);
  const hit = (item: ItemResult, condition: Condition): number =>
    item.looks[condition]?.right === true ? 1 : 0;
  return meanInterval(both.map((item) => hit(item, "regional") - hit(item, "global")));
}

/** The dual view over some items. */
export interface DualView {
  readonly items: number;
  readonly accuracies: Readonly<Partial<Record<Condition, Accuracy>>>;
  readonly gap: Interval | null;
  readonly cells: Cells;
}

export function dualView(items: readonly ItemResult[]): DualView {
  const accuracies: Partial<Record<Condition, Accuracy>> = {};
  for (const condition of CONDITIONS) {
    const accuracy = accuracyUnder(items, condition);
    if (accuracy !== null) accuracies[condition] = accuracy;
  }
  return { items: items.length, accuracies, gap: zoomingGap(items), cells: cellsOf(items) };
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

/**
 * Items by how many of their N sampled answers are right, 0 to N, which says how difficult they are for this model (Uni-OPD,
 * figure 3); null where no item has N samples.
 */
export function difficultyHistogram(items: readonly ItemResult[], samples: number): readonly Ids[] | null {
  const sampled = items.filter((item) => samples > 0 && item.samples.length === samples);
  if (sampled.length === 0) return null;
  const rightOf = (item: ItemResult): number => item.samples.filter(Boolean).length;
  return Array.from({ length: samples + 1 }, (_, count) =>
    sampled.filter((item) => rightOf(item) === count).map(({ id }) => id),
  );
}
