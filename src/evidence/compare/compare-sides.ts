/**
 * Compares two sides of an answer when whole rows of logits are not available: by the log-probability and rank of each token
 * and by the most likely tokens with the remaining mass. A column that needs more is missing with its reason.
 */
import type { Nats, TokenId } from "../../base/ids.ts";
import { k2, k3, logRatio, surrogate } from "../../math/loss/estimators.ts";
import { overlap, rankShift } from "../../math/rows/agreement.ts";
import { type KeptRow, reducedDivergence } from "../../math/support/support.ts";
import { type Column, given, isMissing, type Missing } from "../column.ts";
import type { Divergence, DivergenceBound, PairSignals, Replay, Side } from "../replay.ts";
import type { Scored } from "../score.ts";
import type { Contrast } from "../views/showing.ts";
import { boundsOf } from "./divergence-bounds.ts";

/** Why columns over the whole vocabulary are missing. */
export const NO_ROWS: Missing = {
  missing: "Needs whole rows of logits; for these sides only the most likely tokens are known.",
};

const UNLISTED: Missing = { missing: "One side does not list all of the other’s most likely tokens." };

/** The log-probability of a token at a position, in nats; undefined if it is neither listed nor the answer's own token. */
function logProbOf(side: Side, t: number, token: TokenId, said: TokenId | undefined): number | undefined {
  if (token === said) return side.logProb[t];
  return side.alternatives[t]?.find((alternative) => alternative.token === token)?.logProb;
}

/** A side restricted to a support, and the remaining mass; null if the log-probability of one of its tokens is unknown. */
function keptOf(
  side: Side,
  t: number,
  support: readonly TokenId[],
  said: TokenId | undefined,
): KeptRow | null {
  const logProbs = support.map((token) => logProbOf(side, t, token, said));
  if (logProbs.some((nats) => nats === undefined)) return null;
  const kept = Float64Array.from(logProbs as number[]);
  const covered = kept.reduce((sum, nats) => sum + Math.exp(nats), 0);
  return { kept, logTail: Math.log(Math.max(0, 1 - covered)) };
}

/** The requested divergence over a support of K tokens. */
function supportedDivergence(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  divergence: Divergence,
): Column<Nats | null> {
  const { temperature: _, support, ...kind } = divergence;
  if (support.kind === "full") return NO_ROWS;
  const { k, from, rest } = support;
  const { alternatives } = from === "student" ? student : other;
  const fewest = Math.min(...alternatives.map((row) => row.length));
  if (fewest < k)
    return { missing: `Needs the ${k} most likely tokens of the ${from}; at most ${fewest} are listed.` };
  const values = ids.map((said, t) => {
    const listed = (alternatives[t] ?? []).slice(0, k).map(({ token }) => token);
    const [ours, theirs] = [keptOf(student, t, listed, said), keptOf(other, t, listed, said)];
    return ours === null || theirs === null
      ? null
      : (reducedDivergence(kind, ours, theirs, rest) as Nats | null);
  });
  return values.length > 0 && values.every((value) => value === null) ? UNLISTED : values;
}

/** The requested divergence, and whether it is a bound. */
function divergenceOf(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  divergence: Divergence,
): { readonly values: Column<Nats | null>; readonly bound: DivergenceBound | null } {
  if (divergence.support.kind !== "full")
    return { values: supportedDivergence(student, other, ids, divergence), bound: null };
  const { lower, bound } = boundsOf(student, other, ids, divergence);
  return { values: lower, bound };
}

const idsOf = (side: Side, t: number) => Uint32Array.from(side.alternatives[t] ?? [], ({ token }) => token);

/** The other side's probability of the student's listed tokens. */
function massOnStudent(student: Side, other: Side, ids: readonly TokenId[]): Column<number> {
  const masses = ids.map((said, t) => {
    const kept = keptOf(other, t, [...idsOf(student, t)] as TokenId[], said);
    return kept?.kept.reduce((sum, nats) => sum + Math.exp(nats), 0);
  });
  return masses.some((mass) => mass === undefined) ? UNLISTED : (masses as number[]);
}

function pairOf(student: Side, other: Side, ids: readonly TokenId[]): PairSignals {
  const listed = ids.every(
    (_, t) => (student.alternatives[t]?.length ?? 0) > 0 && (other.alternatives[t]?.length ?? 0) > 0,
  );
  const none: Missing = { missing: "The most likely tokens were not listed." };
  const of = (value: (t: number) => number): Column<number> => (listed ? ids.map((__, t) => value(t)) : none);
  const { rank } = student;
  const theirs = given(other.rank);
  const gaps = student.logProb.map((nats, t) => logRatio(nats, other.logProb[t] ?? Number.NaN));
  return {
    forwardKl: NO_ROWS,
    reverseKl: NO_ROWS,
    forwardCrossEntropy: NO_ROWS,
    reverseCrossEntropy: NO_ROWS,
    jsd: NO_ROWS,
    totalVariation: NO_ROWS,
    logRatio: gaps,
    rankShift:
      isMissing(rank) || isMissing(other.rank)
        ? { missing: "Needs the rank of the token on both sides." }
        : rank.map((place, t) => rankShift(place, theirs[t] ?? Number.NaN)),
    sameTop: of((t) => (idsOf(student, t)[0] === idsOf(other, t)[0] ? 1 : 0)),
    overlap: of((t) => overlap(idsOf(student, t), idsOf(other, t))),
    teacherMass: listed ? massOnStudent(student, other, ids) : none,
    k2: gaps.map(k2),
    k3: gaps.map(k3),
    surrogate: gaps.map((gap, t) => surrogate(gap, student.logProb[t] ?? Number.NaN)),
  };
}

/**
 * The replay of one answer from the scores of its sides; `others` are in the order of the contrast, and fewer if it was
 * stopped.
 */
export function compareSides(
  ids: readonly TokenId[],
  student: Scored,
  others: readonly Scored[],
  contrast: Contrast,
  divergence: Divergence,
): Replay {
  const found = others.map(({ side }) => divergenceOf(student.side, side, ids, divergence));
  return {
    end: others.length === contrast.others.length ? "done" : "cancelled",
    contrast: { ...contrast, others: contrast.others.slice(0, others.length) },
    divergence,
    sides: [student.side, ...others.map(({ side }) => side)],
    divergences: found.map(({ values }) => values),
    ...(found.some(({ bound }) => bound !== null) && { bounds: found.map(({ bound }) => bound) }),
    pairs: others.map(({ side }) => pairOf(student.side, side, ids)),
    noiseFloor: student.noiseFloor,
    card: student.side.card,
  };
}
