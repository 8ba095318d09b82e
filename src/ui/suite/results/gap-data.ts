/** The gap of a suite as a waterfall: from the evidence crop down to the full image. */

import { GAP_PARTS, type GapCondition, type GapPart } from "../../../evidence/gap.ts";
import { type GapFigures, gapFigures } from "../../../suite/figures/gap.ts";
import type { ItemResult } from "../../../suite/results/result.ts";
import type { Bar, BarGroup, Tone } from "../../charts/chart-data.ts";
import { percent, points } from "../../shared/format.ts";
import { CONDITION_WORDS } from "../suite-words.ts";
import { type FigureData, SHARE } from "./figure-data.ts";

/** After which condition each part's step begins, and how it is drawn. */
const STEPS: Readonly<Record<GapPart, { readonly after: GapCondition; readonly tone: Tone }>> = {
  resolution: { after: "regional", tone: "matched" },
  placement: { after: "matched", tone: "isolated" },
  clutter: { after: "isolated", tone: "faint" },
};

function totalBar(condition: GapCondition, group: string, { accuracies, items }: GapFigures): Bar {
  const { mean, low, high } = accuracies[condition];
  const name = CONDITION_WORDS[condition];
  const label = `${group}, ${name}: ${percent(mean)} of ${items} right, 95 % interval ${percent(low)} to ${percent(high)}`;
  return { key: `${group} ${condition}`, name, tone: condition, value: mean, low, high, label, ids: [] };
}

/** A step goes down by what is lost. */
function stepBar(part: GapPart, group: string, { accuracies, parts }: GapFigures): Bar {
  const { mean, low, high } = parts[part];
  const { after, tone } = STEPS[part];
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
    ids: [],
  };
}

function groupOf(name: string, figures: GapFigures): BarGroup {
  return {
    name,
    bars: [
      totalBar("regional", name, figures),
      ...GAP_PARTS.map((part) => stepBar(part, name, figures)),
      totalBar("global", name, figures),
    ],
  };
}

/** The gap split in three, over all and by dimension; null where the matched and the isolated condition were not asked. */
export function gapFigure(items: readonly ItemResult[]): FigureData | null {
  const all = gapFigures(items);
  if (all === null) return null;
  const dimensions = [...new Set(items.map(({ dimension }) => dimension))];
  const groups = dimensions.flatMap((dimension) => {
    const figures = gapFigures(items.filter((item) => item.dimension === dimension));
    return figures === null || dimensions.length === 1 ? [] : [groupOf(dimension, figures)];
  });
  const { resolution, placement, clutter } = all.parts;
  return {
    id: "gap",
    title: "The gap in three parts",
    note: `From the evidence crop to the full image ${points(resolution.mean)} points are lost with the pixels (resolution), ${points(placement.mean)} with size and place (placement), ${points(clutter.mean)} to what surrounds the evidence (clutter). Intervals resample whole images.`,
    chart: { kind: "bars", axis: SHARE, groups: [groupOf("all", all), ...groups] },
    key: [],
  };
}
