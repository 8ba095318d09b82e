/**
 * Compares two sides of an answer when whole rows of logits are not available: by the log-probability and rank of each token
 * and by the most likely tokens with the remaining mass. A column that needs more is missing with its reason.
 */
import type { Nats, TokenId } from "../../base/ids.ts";
import type { Bins } from "../../math/divergences/definition.ts";
import { k2, k3, logRatio, surrogate } from "../../math/loss/estimators.ts";
import { overlap, rankShift } from "../../math/rows/agreement.ts";
import { type KeptRow, reducedBins, reducedDivergence } from "../../math/support/support.ts";
import { type Column, given, isMissing, type Missing } from "../column.ts";
import type { Divergence, DivergenceBound, PairSignals, Replay, Side } from "../replay.ts";
import type { Scored } from "../score.ts";
import type { Contrast } from "../views/showing.ts";
import { boundBins, boundsOf } from "./divergence-bounds.ts";

/** Why columns over the whole vocabulary are missing. */
export const NO_ROWS: Missing = {
  missing: "Needs whole rows of logits; for these sides only the most likely tokens are known.",
};

const UNLISTED: Missing = { missing: "One side does not list all of the other’s most likely tokens." };

type TopK = Extract<Divergence["support"], { readonly kind: "topK" }>;

/** The log-probability of a token at a position, in nats; undefined if it is neither listed nor the answer's own token. */
function logProbOf(side: Side, t: number, token: TokenId, said: TokenId | undefined): number | undefined {
  if (token === said) return side.logProb[t];
  const wanted = side.wanted?.[t]?.get(token);
  return wanted ?? side.alternatives[t]?.find((alternative) => alternative.token === token)?.logProb;
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

/** Both sides on the support of K tokens, token by token; null where one of them is unknown. Missing where too few are listed. */
function keptPairs(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  { k, from }: TopK,
): Column<readonly [KeptRow, KeptRow] | null> {
  const { alternatives } = from === "student" ? student : other;
  const fewest = Math.min(...alternatives.map((row) => row.length));
  if (fewest < k)
    return { missing: `Needs the ${k} most likely tokens of the ${from}; at most ${fewest} are listed.` };
  return ids.map((said, t) => {
    const listed = (alternatives[t] ?? []).slice(0, k).map(({ token }) => token);
    const [ours, theirs] = [keptOf(student, t, listed, said), keptOf(other, t, listed, said)];
    return ours === null || theirs === null ? null : [ours, theirs];
  });
}

/** The requested divergence over a support of K tokens. */
function supportedDivergence(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  { temperature: _, support, ...kind }: Divergence & { readonly support: TopK },
  measured: Measured,
): Column<Nats | null> {
  const kept = keptPairs(student, other, ids, support);
  if (isMissing(kept)) return kept;
  const values =
    measured ??
    kept.map((pair) => (pair === null ? null : reducedDivergence(kind, pair[0], pair[1], support.rest)));
  return values.length > 0 && values.every((value) => value === null)
    ? UNLISTED
    : (values as readonly (Nats | null)[]);
}

/** The divergences of `binsOf` where a kernel computed them; null where the float64 reference does. */
type Measured = readonly (number | null)[] | null;

/**
 * The pairs of rows, token by token, of which the requested divergence is computed, for a kernel; null at a token where it is
 * undefined. Null where there are none, or where their masses are not to be normalised, as a kernel would: float64 serves alone.
 */
export function binsOf(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  { support }: Divergence,
): readonly (Bins | null)[] | null {
  if (support.kind === "full") return boundBins(student, other, ids);
  const kept = support.rest === "drop" ? NO_ROWS : keptPairs(student, other, ids, support);
  if (isMissing(kept)) return null;
  return kept.map((pair) => (pair === null ? null : reducedBins(pair[0], pair[1], support.rest)));
}

/** The requested divergence, and whether it is a bound. */
function divergenceOf(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  divergence: Divergence,
  measured: Measured,
): { readonly values: Column<Nats | null>; readonly bound: DivergenceBound | null } {
  const { support } = divergence;
  if (support.kind !== "full") {
    const values = supportedDivergence(student, other, ids, { ...divergence, support }, measured);
    return { values, bound: null };
  }
  const { lower, bound } = boundsOf(student, other, ids, divergence, measured as readonly number[] | null);
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
 * stopped. `measured[i]` are the divergences of others[i] where a kernel computed them.
 */
export function compareSides(
  ids: readonly TokenId[],
  student: Scored,
  others: readonly Scored[],
  contrast: Contrast,
  divergence: Divergence,
  measured: readonly Measured[] = [],
): Replay {
  const found = others.map(({ side }, i) =>
    divergenceOf(student.side, side, ids, divergence, measured[i] ?? null),
  );
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
