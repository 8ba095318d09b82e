/** A trained model beside its parent on questions that chose nothing: item by item, what was gained and what was forgotten. */

import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import { MEASURED_VIEWS, type MeasuredView } from "./document.ts";

/** An answer to one question under one view. */
export interface MeasuredAnswer {
  readonly text: string;
  readonly right: boolean;
}

export interface MeasuredItem {
  readonly dimension: string;
  readonly question: string;
  /** The right answer. */
  readonly answer: string;
  /** The parent's answers and the trained model's. */
  readonly before: Readonly<Record<MeasuredView, MeasuredAnswer>>;
  readonly after: Readonly<Record<MeasuredView, MeasuredAnswer>>;
}

/** What was asked, after which step of a run. */
export interface MeasuredPair {
  readonly step: number;
  readonly items: readonly MeasuredItem[];
}

/** The change of one view's accuracy over some items. */
export interface Change {
  readonly before: number;
  readonly after: number;
  /** Answers that became right, and that became wrong. */
  readonly gained: number;
  readonly lost: number;
  /** Accuracy after minus before, paired, with an interval of 95 %. */
  readonly difference: Interval;
}

/** Whether each answer was right before, and whether it is now. Null without answers. */
export function changeOfAnswers(pairs: readonly (readonly [was: boolean, is: boolean])[]): Change | null {
  const difference = meanInterval(pairs.map(([was, is]) => Number(is) - Number(was)));
  if (difference === null) return null;
  const count = (was: boolean, is: boolean) => pairs.filter(([a, b]) => a === was && b === is).length;
  const [gained, lost, kept] = [count(false, true), count(true, false), count(true, true)];
  return {
    before: (kept + lost) / pairs.length,
    after: (kept + gained) / pairs.length,
    gained,
    lost,
    difference,
  };
}

/** The change under a view. Null without items. */
export function changeOf(items: readonly MeasuredItem[], view: MeasuredView): Change | null {
  return changeOfAnswers(items.map(({ before, after }) => [before[view].right, after[view].right]));
}

/** Items by what they are about, in alphabetical order. */
export function byDimension(
  items: readonly MeasuredItem[],
): readonly (readonly [string, readonly MeasuredItem[]])[] {
  const groups = new Map<string, MeasuredItem[]>();
  for (const item of items) groups.set(item.dimension, [...(groups.get(item.dimension) ?? []), item]);
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b));
}

/** An item under the view that changed. */
export interface ChangedItem {
  readonly item: MeasuredItem;
  readonly view: MeasuredView;
}

/** Items that were answered rightly before and wrongly after, under each view where that happened; or the other way round. */
export function changedItems(
  items: readonly MeasuredItem[],
  which: "forgotten" | "gained",
): readonly ChangedItem[] {
  const was = which === "forgotten";
  return MEASURED_VIEWS.flatMap((view) =>
    items
      .filter(({ before, after }) => before[view].right === was && after[view].right === !was)
      .map((item) => ({ item, view })),
  );
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A line for each item and view. */
export function measuredTable({ step, items }: MeasuredPair): string {
  const lines = items.flatMap(({ dimension, question, answer, before, after }, number) =>
    MEASURED_VIEWS.map((view) =>
      [
        number,
        dimension,
        view,
        ...[question, answer, before[view].text, after[view].text].map(quoted),
        Number(before[view].right),
        Number(after[view].right),
      ].join(","),
    ),
  );
  return `# after step ${step}\nitem,dimension,view,question,answer,before,after,right_before,right_after\n${lines.join("\n")}\n`;
}
