/**
 * Thresholds of the region-to-image recipe (Zooming without Zooming, §3.1, appendix 8 and algorithm 2). The paper's text,
 * its algorithm and the released code differ; the defaults follow the text, and each difference is a setting.
 */

/** Whether the bound itself counts: "over 6 of 8" does not, "at least 6 of 8" does. */
export type Bound = "over" | "atLeast";

export interface Thresholds {
  /** The largest share of the image that a region may cover; algorithm 2 and the code agree with the text but for the bound itself. */
  readonly area: number;
  /** Whether a region of exactly that share is kept: no in the text and the code, yes in algorithm 2. */
  readonly areaInclusive: boolean;
  /** How many answers are sampled on the crop. */
  readonly answers: number;
  /** How many of them must agree. */
  readonly agreeing: number;
  /** The paper keeps more than 6 of 8, the code 6 of 8. */
  readonly agreeingBound: Bound;
  /** How many answers are sampled on the full image. */
  readonly attempts: number;
  /** How many of them being right make an item too easy. */
  readonly easy: number;
  /** The paper drops more than 2 of 4, the code 2 of 4. */
  readonly easyBound: Bound;
}

/** The thresholds of the paper's text: 8 answers stand for its two teachers with 4 samples each. */
export const PAPER: Thresholds = {
  area: 0.1,
  areaInclusive: false,
  answers: 8,
  agreeing: 6,
  agreeingBound: "over",
  attempts: 4,
  easy: 2,
  easyBound: "over",
};

/** The thresholds of the released code. */
export const RELEASED: Thresholds = { ...PAPER, agreeingBound: "atLeast", easyBound: "atLeast" };

export function reaches(count: number, bound: Bound, limit: number): boolean {
  return bound === "over" ? count > limit : count >= limit;
}
