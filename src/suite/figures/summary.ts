/** The figures of a suite as plain numbers, for a file: those of the charts, with counts instead of ids. */
import type { GapPart } from "../../evidence/gap.ts";
import type { Interval } from "../../math/statistics/bootstrap.ts";
import type { ItemResult } from "../results/result.ts";
import { type Accuracy, type DualView, dimensionViews, dualView } from "./accuracies.ts";
import { CELLS, type Cell } from "./cell.ts";
import { gapFigures } from "./gap.ts";

/** Share of right answers with its 95 % bootstrap interval, from 0 to 1. */
export interface Share {
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
}

/** The dual view of some items; null for a condition that none of them has. */
export interface Summary {
  readonly items: number;
  readonly global: Share | null;
  readonly grounded: Share | null;
  readonly regional: Share | null;
  /** Left out, as `isolated` and `gaps`, where no item was asked under that condition. */
  readonly matched?: Share;
  readonly isolated?: Share;
  /** Regional minus global accuracy, from -1 to 1; null where no item has both conditions. */
  readonly gap: number | null;
  /** The parts of the gap with their 95 % intervals, over the items that were asked under all four conditions. */
  readonly gaps?: Readonly<Record<GapPart, Interval>>;
  readonly cells: Readonly<Record<Cell, number>>;
}

export interface SuiteSummary {
  readonly overall: Summary;
  /** In order of appearance. */
  readonly dimensions: Readonly<Record<string, Summary>>;
}

export function shareOf(accuracy: Accuracy | null | undefined): Share | null {
  if (accuracy === null || accuracy === undefined) return null;
  const { mean, low, high } = accuracy;
  return { accuracy: mean, low, high };
}

function splitOf(
  matched: Share | null,
  isolated: Share | null,
  gaps: Summary["gaps"],
): Pick<Summary, "matched" | "isolated" | "gaps"> {
  return {
    ...(matched === null ? {} : { matched }),
    ...(isolated === null ? {} : { isolated }),
    ...(gaps === undefined ? {} : { gaps }),
  };
}

function summaryOf(asked: readonly ItemResult[], { items, accuracies, gap, cells }: DualView): Summary {
  const { global, grounded, regional, matched, isolated } = accuracies;
  return {
    items,
    global: shareOf(global),
    grounded: shareOf(grounded),
    regional: shareOf(regional),
    gap: gap?.mean ?? null,
    ...splitOf(shareOf(matched), shareOf(isolated), gapFigures(asked)?.parts),
    cells: Object.fromEntries(CELLS.map((cell) => [cell, cells[cell].length])) as Record<Cell, number>,
  };
}

/** Overall and per dimension. */
export function suiteSummary(items: readonly ItemResult[]): SuiteSummary {
  return {
    overall: summaryOf(items, dualView(items)),
    dimensions: Object.fromEntries(
      dimensionViews(items).map((view) => [
        view.dimension,
        summaryOf(
          items.filter(({ dimension }) => dimension === view.dimension),
          view,
        ),
      ]),
    ),
  };
}
