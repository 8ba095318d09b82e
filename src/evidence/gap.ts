/**
 * The regional-to-global gap of one question, split in three. Between the evidence crop and the full image lie two further
 * conditions, each of which takes one thing away: the matched crop has only the pixels that the model keeps of the evidence
 * in the full image (resolution); the isolated evidence stands at its place and at its size in the full image, with grey
 * around it (placement); the full image adds everything else (clutter). What downsampling erased cannot be learned by
 * training on the full image (Zooming without Zooming §6.2, note 1). The order is a choice, and a part may be negative.
 */
import type { Rollout } from "./rollout.ts";
import { CROP, FULL, ISOLATED, MATCHED, type Recipe } from "./views/recipe.ts";

/** The conditions, from the evidence crop to the full image. */
export const GAP_CONDITIONS = ["regional", "matched", "isolated", "global"] as const;

export type GapCondition = (typeof GAP_CONDITIONS)[number];

/** How the image is shown under each condition. */
export const GAP_RECIPES: Readonly<Record<GapCondition, Recipe>> = {
  regional: CROP,
  matched: MATCHED,
  isolated: ISOLATED,
  global: FULL,
};

/** What was measured under one condition. */
export interface GapReading {
  /** The model's own greedy answer. */
  readonly rollout: Rollout;
  /** Whether it is right; null where nobody knows. */
  readonly right: boolean | null;
  /** Log-probability of the answer that was given from the evidence crop, its end included, in nats. */
  readonly logProb: number;
}

export type GapSplit = Readonly<Record<GapCondition, GapReading>>;

/** One number for each condition. */
export function perCondition(
  of: (condition: GapCondition) => number,
): Readonly<Record<GapCondition, number>> {
  return {
    regional: of("regional"),
    matched: of("matched"),
    isolated: of("isolated"),
    global: of("global"),
  };
}

/** The parts of the gap, in order. */
export const GAP_PARTS = ["resolution", "placement", "clutter"] as const;

export type GapPart = (typeof GAP_PARTS)[number];

/**
 * The parts of a gap from one number under each condition, in that number's unit: resolution = regional − matched,
 * placement = matched − isolated, clutter = isolated − global. They sum to regional − global.
 */
export function gapParts(values: Readonly<Record<GapCondition, number>>): Readonly<Record<GapPart, number>> {
  return {
    resolution: values.regional - values.matched,
    placement: values.matched - values.isolated,
    clutter: values.isolated - values.global,
  };
}

/** The part of which the most is lost; null where nothing is. Ties go to the earlier one. */
export function largestPart(parts: Readonly<Record<GapPart, number>>): GapPart | null {
  const most = Math.max(...GAP_PARTS.map((part) => parts[part]));
  return most > 0 ? (GAP_PARTS.find((part) => parts[part] === most) ?? null) : null;
}
