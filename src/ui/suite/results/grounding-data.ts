/** Grounding strategies side by side: ways to tell a model where to look. */

import { groundingStrategies, STRATEGIES } from "../../../suite/figures/grounding.ts";
import type { Condition, ItemResult } from "../../../suite/results/result.ts";
import type { BarGroup } from "../../charts/chart-data.ts";
import { percent } from "../../shared/format.ts";
import { CONDITION_WORDS } from "../suite-words.ts";
import { barOf, type FigureData, keyOf, SHARE } from "./figure-data.ts";

/** Box drawn, box as text, and no box, over all and by dimension; null where no item was asked in all three ways. */
export function groundingFigure(items: readonly ItemResult[]): FigureData | null {
  const groupFor = (name: string, some: readonly ItemResult[]): BarGroup => ({
    name,
    bars: groundingStrategies(some).map(({ condition, accuracy }) => barOf(condition, accuracy, name)),
  });
  const all = groupFor("all", items);
  if (all.bars.length === 0) return null;
  const dimensions = [...new Set(items.map(({ dimension }) => dimension))].map((dimension) =>
    groupFor(
      dimension,
      items.filter((item) => item.dimension === dimension),
    ),
  );
  const groups = dimensions.length > 1 ? [all, ...dimensions.filter(({ bars }) => bars.length > 0)] : [all];
  const shown = STRATEGIES.map(
    (condition) => `${CONDITION_WORDS[condition]} ${percent(shareUnder(all, condition))}`,
  );
  return {
    id: "grounding",
    title: "Accuracy by grounding strategy",
    note: `Ways to point: the same items with the box drawn, in words, and without (after table 6 of Zooming without Zooming): ${shown.join(", ")}.`,
    chart: { kind: "bars", axis: SHARE, groups },
    key: keyOf(STRATEGIES),
  };
}

const shareUnder = ({ bars }: BarGroup, condition: Condition): number =>
  bars.find(({ tone }) => tone === condition)?.value ?? 0;
