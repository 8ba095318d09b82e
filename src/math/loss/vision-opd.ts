/** The loss of Vision-OPD (arXiv 2605.18740, eq. 3 and 4) from divergences per token, as released. */

import { sequenceMean, tokenMean } from "../statistics/statistics.ts";
import { clamp } from "./estimators.ts";

/** `loss_t` is multiplied by how much more likely the student finds the token than when it said it, at most this. */
const LARGEST_RATIO = 2;
/** The log-ratio is held within this before it is exponentiated. */
const LARGEST_LOG_RATIO = 20;

/** One answer: a divergence per token, and the correction for a student that was updated since it answered. */
export interface ScoredAnswer {
  readonly divergence: readonly number[];
  /** The token's log-probability now and when it was sampled; equal when there is one update per batch. */
  readonly logProb: readonly number[];
  readonly oldLogProb: readonly number[];
  /** Weight of the whole answer: the ratio of the trainer's to the sampler's probability, truncated at 2. */
  readonly weight: number;
}

/** `min(exp(clip(ln p - ln p_old, -20, 20)), 2)`. */
export function importance(logProb: number, oldLogProb: number): number {
  const gap = clamp(logProb - oldLogProb, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO);
  return Math.min(Math.exp(gap), LARGEST_RATIO);
}

function corrected({ divergence, logProb, oldLogProb, weight }: ScoredAnswer): readonly number[] {
  return divergence.map(
    (nats, t) => nats * importance(logProb[t] as number, oldLogProb[t] as number) * weight,
  );
}

/** The loss over answers, averaged as the paper writes it ("sequences") or as the released code does ("tokens"). */
export function visionOpdLoss(
  answers: readonly ScoredAnswer[],
  average: "sequences" | "tokens",
): number | null {
  const values = answers.map(corrected);
  return average === "sequences" ? sequenceMean({ values }) : tokenMean({ values });
}
