/** The regional-to-global gap of a suite, split in three. */
import {
  GAP_CONDITIONS,
  GAP_PARTS,
  type GapCondition,
  type GapPart,
  gapParts,
  perCondition,
} from "../../evidence/gap.ts";
import { clusteredMeanInterval, type Interval } from "../../math/statistics/bootstrap.ts";
import type { ItemResult } from "../results/result.ts";
import { askedUnder } from "./cell.ts";

/** The parts of the gap as differences of accuracies, from −1 to 1, over the items that were asked under all four conditions. */
export interface GapFigures {
  readonly items: number;
  readonly accuracies: Readonly<Record<GapCondition, Interval>>;
  readonly parts: Readonly<Record<GapPart, Interval>>;
}

const byName = <Name extends string>(names: readonly Name[], of: (name: Name) => Interval) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Interval>;

/** The split gap with the intervals of paired differences, images resampled whole; null where no item has all conditions. */
export function gapFigures(items: readonly ItemResult[]): GapFigures | null {
  const asked = askedUnder(items, GAP_CONDITIONS);
  if (asked.length === 0) return null;
  const images = asked.map(({ image }) => image);
  const hits = asked.map(({ looks }) => perCondition((condition) => (looks[condition]?.right ? 1 : 0)));
  const parts = hits.map(gapParts);
  const mean = (values: readonly number[]): Interval =>
    clusteredMeanInterval(values, images) ?? { mean: 0, low: 0, high: 0 };
  return {
    items: asked.length,
    accuracies: byName(GAP_CONDITIONS, (condition) => mean(hits.map((each) => each[condition]))),
    parts: byName(GAP_PARTS, (part) => mean(parts.map((each) => each[part]))),
  };
}
