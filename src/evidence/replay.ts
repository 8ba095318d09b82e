/** Replays: the student's tokens scored under other showings. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Rest } from "../math/support/support.ts";
import type { Box } from "../view/box.ts";
import { type Column, reasonsOf } from "./column.ts";
import type { Rollout, RunCard } from "./rollout.ts";
import type { Contrast, Role } from "./views/showing.ts";

/** The support: all tokens, or the K most likely tokens of one side and the treatment of the rest (math/support/support.ts). */
export type Support =
  | { readonly kind: "full" }
  | { readonly kind: "topK"; readonly k: number; readonly from: "student" | "teacher"; readonly rest: Rest };

/**
 * A divergence, by its id in math/divergences, and its settings. Its parameter is stored under the parameter's own name;
 * parameters that it does not use are kept.
 */
export type Divergence = {
  readonly kind: string;
  /** Weight of the teacher in the JSD, which is always computed too (Vision-OPD §3.2). */
  readonly beta: number;
  readonly temperature: number;
  readonly support: Support;
  readonly [parameter: string]: unknown;
};

/** Vision-OPD's default divergence, over the full vocabulary. */
export const JSD_HALF: Divergence = { kind: "jsd", beta: 0.5, temperature: 1, support: { kind: "full" } };

/** Whether both are the same divergence with the same settings. */
export function sameDivergence(a: Divergence, b: Divergence): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface ReplayRequest {
  /** An answer, or the siblings of a group; each gets a replay of its own. */
  readonly rollouts: readonly Rollout[];
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  /** How many of the most likely tokens of each side to list at every position. */
  readonly alternatives: number;
  /**
   * Sums of formulas over the vocabulary, by their texts (src/formula/sums.ts); none where left out. Among them may be
   * `ATTENTION`, which needs the evidence box.
   */
  readonly sums?: readonly string[];
  /** The evidence box in the unit square of the source image, for `ATTENTION`. */
  readonly evidence?: Box;
}

/** One of the most likely tokens at a position. */
export interface Alternative {
  readonly token: TokenId;
  readonly text: string;
  readonly logProb: Nats;
}

/** The scores of the tokens by one side: entry t belongs to token t of the answer. */
export interface Side {
  readonly role: "student" | Role;
  readonly logProb: readonly Nats[];
  readonly entropy: Column<Nats>;
  /** 1 for the most likely token of the vocabulary. */
  readonly rank: Column<number>;
  readonly alternatives: readonly (readonly Alternative[])[];
  /** While sides are compared: log-probabilities of the tokens that another side lists, by position. Not kept. */
  readonly wanted?: readonly ReadonlyMap<TokenId, Nats>[];
  readonly card: RunCard;
}

/**
 * The quantities that are computed between another side and the student over the full vocabulary, entry t for token t, at
 * the temperature of the divergence and in nats.
 */
export const PAIR_COLUMNS = [
  "forwardKl",
  "reverseKl",
  "forwardCrossEntropy",
  "reverseCrossEntropy",
  "jsd",
  "totalVariation",
  /** Log-probability of the token, student minus other; the visual advantage between two others is the difference of theirs. */
  "logRatio",
  /** Rank of the token by the student minus that by the other. */
  "rankShift",
  /** 1 where both find the same token most likely, else 0. */
  "sameTop",
  /** Jaccard index of the listed alternatives. */
  "overlap",
  /** The other side's probability of the student's alternatives. */
  "teacherMass",
  /** Estimates of the reverse KL from the token alone (math/loss/estimators.ts); k1 is `logRatio`. */
  "k2",
  "k3",
  "surrogate",
] as const;

export type PairColumn = (typeof PAIR_COLUMNS)[number];

/** The available columns: an engine may lack some, and so may a session of an earlier version. */
export type PairSignals = Readonly<Partial<Record<PairColumn, Column<number>>>>;

/** The text under which the student's attention to the evidence box is stored beside the sums. */
export const ATTENTION = "attention";

/** Sums of formulas over the vocabulary, entry t for token t, by their texts; null where undefined. */
export type Sums = Readonly<Record<string, Column<number | null>>>;

/**
 * The difference between the replay under the student's own showing and the log-probabilities at generation, in nats. It is
 * due to rounding, and smaller differences between sides are meaningless.
 */
export interface NoiseFloor {
  readonly perToken: readonly Nats[];
  readonly max: Nats;
}

/** What is known of a divergence over the whole vocabulary of which only a lower bound could be computed. */
export interface DivergenceBound {
  /** How many of the most likely tokens both sides list at every position, at least. */
  readonly listed: number;
  /** An upper bound per token, in the divergence's unit. */
  readonly upper: Column<number>;
}

/**
 * The student first, then the others in the order of the contrast. `divergences[i]` (the requested divergence) and `pairs[i]`
 * compare others[i] with the student; a divergence is null where it is undefined.
 */
export interface Replay {
  /** Cancelled: complete, but only for the first others. */
  readonly end: "done" | "cancelled";
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  readonly sides: readonly Side[];
  readonly divergences: readonly Column<Nats | null>[];
  /** Where divergences[i] is a lower bound, what is known of it, and null where it is the value. Absent: all are values. */
  readonly bounds?: readonly (DivergenceBound | null)[];
  readonly pairs: readonly PairSignals[];
  /** `sums[i]`: sums of formulas over the vocabulary between others[i] and the student; left out where none was asked for. */
  readonly sums?: readonly Sums[];
  /** The box of `ATTENTION` among the sums; left out where it was not asked for. */
  readonly attended?: Box;
  /** Null if the student's side of the contrast is not the showing under which the answer was generated. */
  readonly noiseFloor: NoiseFloor | null;
  readonly card: RunCard;
}

/** Why numbers of a replay are missing, each reason once: for all its sides, or for the student and others[at]. */
export function missingIn(
  { sides, divergences, pairs }: Replay,
  at: number | null = null,
): readonly string[] {
  const is = (index: number) => at === null || index === at;
  return reasonsOf([
    ...sides.filter((_, i) => i === 0 || is(i - 1)).flatMap(({ entropy, rank }) => [entropy, rank]),
    ...divergences.filter((_, i) => is(i)),
    ...pairs.filter((_, i) => is(i)).flatMap((pair) => Object.values(pair)),
  ]);
}
