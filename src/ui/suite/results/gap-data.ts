/** The gap of a suite as a waterfall: from the evidence crop down to the full image. */

import { GAP_CONDITIONS, GAP_PARTS, type GapCondition, type GapPart } from "../../../evidence/gap.ts";
import { askedUnder, idsOf } from "../../../suite/figures/cell.ts";
import { type GapFigures, gapFigures } from "../../../suite/figures/gap.ts";
import type { ItemResult } from "../../../suite/results/result.ts";
import type { Bar, BarGroup, Tone } from "../../charts/chart-data.ts";
import { percent, points } from "../../shared/format.ts";
import { CONDITION_WORDS } from "../suite-words.ts";
import { type FigureData, keyOf, SHARE } from "./figure-data.ts";

/** After which condition each part's step begins, and how it is drawn. */
const STEPS: Readonly<
  Record<GapPart, { readonly after: GapCondition; readonly to: GapCondition; readonly tone: Tone }>
> = {
  resolution: { after: "regional", to: "matched", tone: "matched" },
  placement: { after: "matched", to: "isolated", tone: "isolated" },
  clutter: { after: "isolated", to: "global", tone: "faint" },
};

const PART_WORDS: Readonly<Record<GapPart, string>> = {
  resolution: "lost with the pixels (resolution)",
  placement: "with size and place (placement)",
  clutter: "to what surrounds the evidence (clutter)",
};

/** What a group of bars is about. */
interface Group {
  readonly name: string;
  readonly asked: readonly ItemResult[];
  readonly figures: GapFigures;
}

/** A total selects its right items. */
function totalBar(condition: GapCondition, { name: group, asked, figures }: Group): Bar {
  const { accuracies, items } = figures;
  const { mean, low, high } = accuracies[condition];
  const ids = idsOf(asked.filter(({ looks }) => looks[condition]?.right));
  const name = CONDITION_WORDS[condition];
  const label = `${group}, ${name}: ${percent(mean)} of ${items} right, 95 % interval ${percent(low)} to ${percent(high)}`;
  return { key: `${group} ${condition}`, name, tone: condition, value: mean, low, high, label, ids };
}

/** A step goes down by what is lost, and selects the items that are wrong after it and were right before. */
function stepBar(part: GapPart, { name: group, asked, figures }: Group): Bar {
  const { accuracies, parts } = figures;
  const { mean, low, high } = parts[part];
  const { after, to, tone } = STEPS[part];
  const lost = asked.filter(({ looks }) => looks[after]?.right && !looks[to]?.right);
  const label = `${group}, ${part}: ${points(mean)} points, 95 % interval ${points(low)} to ${points(high)}`;
  return {
    key: `${group} ${part}`,
    name: part,
    tone,
    from: accuracies[after].mean,
    value: -mean,
    low: -high,
    high: -low,
    label,
    ids: idsOf(lost),
  };
}

function groupOf(name: string, items: readonly ItemResult[]): BarGroup | null {
  const figures = gapFigures(items);
  if (figures === null) return null;
  const group: Group = { name, asked: askedUnder(items, GAP_CONDITIONS), figures };
  const steps = GAP_PARTS.map((part) => stepBar(part, group));
  return { name, bars: [totalBar("regional", group), ...steps, totalBar("global", group)] };
}

/** The gap split in three, over all and by dimension; null where the matched and the isolated condition were not asked. */
export function gapFigure(items: readonly ItemResult[]): FigureData | null {
  const figures = gapFigures(items);
  if (figures === null) return null;
  const dimensions = [...new Set(items.map(({ dimension }) => dimension))];
  const named = dimensions.length === 1 ? [] : dimensions;
  const groups = [
    groupOf("all", items),
    ...named.map((name) =>
      groupOf(
        name,
        items.filter(({ dimension }) => dimension === name),
      ),
    ),
  ].filter((group) => group !== null);
  const { resolution, placement, clutter } = figures.parts;
  return {
    id: "gap",
    title: "The gap in three parts",
    note: `From the evidence crop to the full image ${points(resolution.mean)} points are lost with the pixels (resolution), ${points(placement.mean)} with size and place (placement), ${points(clutter.mean)} to what surrounds the evidence (clutter). Intervals resample whole images.`,
    chart: { kind: "bars", axis: SHARE, groups },
    key: [
      ...keyOf(["regional"]),
      ...GAP_PARTS.map((part) => ({ tone: STEPS[part].tone, words: PART_WORDS[part] })),
      ...keyOf(["global"]),
    ],
  };
}
