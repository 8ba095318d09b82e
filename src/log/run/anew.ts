/**
 * What an open model says of answers that a log has: the log's text turned into the model's tokens again, each scored with the
 * full image and with the evidence.
 */
import { stepFigure } from "./step-figure.ts";

/** The model that scores answers anew: its title, and the identity of its weights. */
export interface ScoringModel {
  readonly model: string;
  readonly weights: string;
}

/** One answer scored anew; the lists have an entry per token, the stop token included. */
export interface ScoredAnew {
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  /** Log-probabilities of the tokens in nats: with the full image, and with the evidence. */
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  /** JSD(0.5) between the two distributions of each token, in nats; null where there is none. */
  readonly divergence: readonly (number | null)[];
  /** Whether the divergence is a lower bound, from lists of the most likely tokens. */
  readonly isBound: boolean;
}

export interface AnewMeans {
  /** Mean of JSD(0.5) over the tokens, in nats; null where no token has one. */
  readonly divergence: number | null;
  /** Mean over the tokens of log p − log q, full image minus evidence, in nats. */
  readonly logRatio: number;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function anewMeans({ student, teacher, divergence }: ScoredAnew): AnewMeans {
  const known = divergence.filter((value) => value !== null);
  return {
    divergence: known.length === 0 ? null : meanOf(known),
    logRatio: meanOf(student.map((logProb, t) => logProb - (teacher[t] ?? Number.NaN))),
  };
}

/** What must be said with every figure of them. */
export const ANEW_REMARK =
  "Ids rebuilt from text. The model did not sample these answers, so their mean log-ratio estimates no KL divergence.";

/** The columns that its tokens have in lines of tokens and metrics. */
export const ANEW_COLUMNS = {
  student: "anew_student_logprob",
  teacher: "anew_teacher_logprob",
  divergence: "anew_jsd",
} as const;

/**
 * Which of some rollouts are to be scored: those that were neither scored nor left out; where there are none, those that were
 * left out, once more.
 */
export function leftToScore(
  chosen: readonly number[],
  scores: ReadonlyMap<number, unknown>,
  leftOut: ReadonlyMap<number, unknown>,
): readonly number[] {
  const open = chosen.filter((index) => !scores.has(index) && !leftOut.has(index));
  return open.length > 0 ? open : chosen.filter((index) => leftOut.has(index));
}

interface Placed {
  readonly step: number | null;
  readonly prompt: number;
}

/** Both means over the steps of training. */
export function anewFigures(rollouts: readonly Placed[], scores: ReadonlyMap<number, ScoredAnew>) {
  const placed = [...scores].flatMap(([index, scored]) => {
    const rollout = rollouts[index];
    return rollout === undefined ? [] : [{ ...rollout, means: anewMeans(scored) }];
  });
  const over = (value: (means: AnewMeans) => number | null) =>
    stepFigure(placed.map(({ step, prompt, means }) => ({ step, prompt, value: value(means) })));
  return { divergence: over((means) => means.divergence), logRatio: over((means) => means.logRatio) };
}

/** At most so many of some rollouts, spread evenly over the steps of training; in the order in which they are to be scored. */
export function spread(
  rollouts: readonly Placed[],
  indices: readonly number[],
  most: number,
): readonly number[] {
  const stepOf = (index: number): number => rollouts[index]?.step ?? Number.POSITIVE_INFINITY;
  const inOrder = [...indices].sort((a, b) => (stepOf(a) === stepOf(b) ? a - b : stepOf(a) - stepOf(b)));
  if (inOrder.length <= most) return inOrder;
  return Array.from({ length: most }, (_, i) => inOrder[Math.floor((i * inOrder.length) / most)] as number);
}
