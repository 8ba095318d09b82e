/** The student's tokens under other showings, and the numbers that follow. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Rest } from "../math/support/support.ts";
import { type Column, reasonsOf } from "./column.ts";
import type { Rollout, RunCard } from "./rollout.ts";
import type { Contrast, Role } from "./views/showing.ts";

/** Over which tokens: all, or the K that one side finds most likely and what becomes of the rest (math/support.ts). */
export type Support =
  | { readonly kind: "full" }
  | { readonly kind: "topK"; readonly k: number; readonly from: "student" | "teacher"; readonly rest: Rest };

/**
 * Which divergence, by its id in math/divergences, and how it is taken. Its parameter stands under the parameter's own name;
 * those that it does not use are kept.
 */
export type Divergence = {
  readonly kind: string;
  /** Weight of the teacher in the JSD, which is always measured too (Vision-OPD §3.2). */
  readonly beta: number;
  readonly temperature: number;
  readonly support: Support;
  readonly [parameter: string]: unknown;
};

/** Vision-OPD's default divergence, over the full vocabulary. */
export const JSD_HALF: Divergence = { kind: "jsd", beta: 0.5, temperature: 1, support: { kind: "full" } };

/** Whether both measure the same. */
export function sameDivergence(a: Divergence, b: Divergence): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface ReplayRequest {
  /** An answer, or the siblings of a group; each gets a replay of its own. */
  readonly rollouts: readonly Rollout[];
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  /** How many of each side's most likely tokens to list at every position. */
  readonly alternatives: number;
}

/** One alternative at a position. */
export interface Alternative {
  readonly token: TokenId;
  readonly text: string;
  readonly logProb: Nats;
}

/** One side's reading of the tokens, aligned on answer positions: entry t is about token t. */
export interface Side {
  readonly role: "student" | Role;
  readonly logProb: readonly Nats[];
  readonly entropy: Column<Nats>;
  /** 1 for the most likely token of the vocabulary. */
  readonly rank: Column<number>;
  readonly alternatives: readonly (readonly Alternative[])[];
  readonly card: RunCard;
}

/**
 * What is measured between another side and the student over the full vocabulary, entry t about token t, at the
 * divergence's temperature and in nats.
 */
export const PAIR_COLUMNS = [
  "forwardKl",
  "reverseKl",
  "forwardCrossEntropy",
  "reverseCrossEntropy",
  "jsd",
  "totalVariation",
  /** Of the said token, student minus other; the visual advantage between two others is the difference of theirs. */
  "logRatio",
  /** The student's rank of the said token minus the other's. */
  "rankShift",
  /** 1 where both find the same token most likely, else 0. */
  "sameTop",
  /** Jaccard index of the alternatives that were asked for. */
  "overlap",
  /** The other side's probability of the student's alternatives. */
  "teacherMass",
  /** Estimates of the reverse KL from the said token alone (math/estimators.ts); k1 is `logRatio`. */
  "k2",
  "k3",
  "surrogate",
] as const;

export type PairColumn = (typeof PAIR_COLUMNS)[number];

/** The columns that are known: an engine may lack some, and so may a session of an earlier version. */
export type PairSignals = Readonly<Partial<Record<PairColumn, Column<number>>>>;

/**
 * How far the replay under the student's own showing is from what was measured while the answer was made, in nats: what
 * differs here is rounding, and no difference below it means anything.
 */
export interface NoiseFloor {
  readonly perToken: readonly Nats[];
  readonly max: Nats;
}

/**
 * The student first, then the others in the contrast's order. `divergences[i]`, the one that was asked for, and
 * `pairs[i]` are others[i] against the student; a divergence is null where it is undefined.
 */
export interface Replay {
  /** Cancelled: whole, but of the first others only. */
  readonly end: "done" | "cancelled";
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  readonly sides: readonly Side[];
  readonly divergences: readonly Column<Nats | null>[];
  readonly pairs: readonly PairSignals[];
  /** Null where the student's side of the contrast is not the showing under which the answer was given. */
  readonly noiseFloor: NoiseFloor | null;
  readonly card: RunCard;
}

/** Why numbers of a replay are missing, each reason once: of all its sides, or of the student's and others[at]. */
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
