/**
 * Bounds of a divergence over the whole vocabulary where only the most likely tokens of both sides are known.
 *
 * Lower: over the tokens whose log-probability both sides gave (those that both list, and the generated one), with all other
 * mass of each side as one bin. Joining bins never raises a divergence (data-processing inequality).
 * Upper, for bounded divergences that are sums over tokens: each term is convex in what is unknown of its token, so it is largest
 * at an end. A token that a side does not list has at most the least probability that it lists, and at most its tail.
 */
import type { Nats, TokenId } from "../../base/ids.ts";
import { type ChosenDivergence, settledDivergence } from "../../math/divergences/catalog.ts";
import type { Bins } from "../../math/divergences/definition.ts";
import type { Column, Missing } from "../column.ts";
import type { Divergence, DivergenceBound, Side } from "../replay.ts";

/** A smaller tail cannot be told from the rounding of the listed probabilities. */
export const SMALLEST_TAIL = 1e-6;

/** What is known of one side at one position. */
interface Known {
  /** Log-probabilities by token, in nats: those listed, those that the other side lists where they are known, and the generated one. */
  readonly logProbs: ReadonlyMap<TokenId, number>;
  /** The mass of all other tokens; 0 where it is no more than rounding. */
  readonly tail: number;
  /** The most that a token that is not known can have. */
  readonly most: number;
}

const massOf = (logProbs: Iterable<number>): number =>
  [...logProbs].reduce((sum, logProb) => sum + Math.exp(logProb), 0);

function knownOf(side: Side, t: number, said: TokenId): Known {
  const listed = side.alternatives[t] ?? [];
  const logProbs = new Map<TokenId, number>(listed.map(({ token, logProb }) => [token, logProb]));
  for (const [token, logProb] of side.wanted?.[t] ?? []) logProbs.set(token, logProb);
  logProbs.set(said, side.logProb[t] ?? Number.NEGATIVE_INFINITY);
  const rest = 1 - massOf(logProbs.values());
  const tail = rest < SMALLEST_TAIL ? 0 : rest;
  const least = Math.exp(Math.min(...listed.map(({ logProb }) => logProb)));
  return { logProbs, tail, most: Math.min(least, tail) };
}

/** The tokens that both sides gave, and the rest of each. */
function sharedBins(ours: Known, theirs: Known): Bins {
  const shared = [...ours.logProbs.keys()].filter((token) => theirs.logProbs.has(token));
  const binsOf = ({ logProbs }: Known): Float64Array => {
    const kept = shared.map((token) => logProbs.get(token) ?? Number.NEGATIVE_INFINITY);
    // Not 0: one side's tail would then be impossible by rounding alone.
    return Float64Array.of(...kept, Math.log(Math.max(SMALLEST_TAIL, 1 - massOf(kept))));
  };
  return { student: binsOf(ours), teacher: binsOf(theirs) };
}

/** What both sides are known by at each token; null where one of them lists nothing. */
function knownPairs(student: Side, other: Side, ids: readonly TokenId[]) {
  const listed = (side: Side, t: number): number => side.alternatives[t]?.length ?? 0;
  if (ids.some((_, t) => listed(student, t) === 0 || listed(other, t) === 0)) return null;
  return ids.map((said, t) => [knownOf(student, t, said), knownOf(other, t, said)] as const);
}

/** The bins of which the lower bound is the divergence, token by token; null without lists. */
export function boundBins(student: Side, other: Side, ids: readonly TokenId[]): readonly Bins[] | null {
  return knownPairs(student, other, ids)?.map(([ours, theirs]) => sharedBins(ours, theirs)) ?? null;
}

function upperBound({ definition, parameter }: ChosenDivergence, ours: Known, theirs: Known): number {
  const term = (p: number, q: number): number =>
    definition.value(
      { student: Float64Array.of(Math.log(p)), teacher: Float64Array.of(Math.log(q)) },
      parameter,
    );
  let sum = term(ours.tail, 0) + term(0, theirs.tail);
  for (const [token, logProb] of ours.logProbs) {
    const p = Math.exp(logProb);
    const q = theirs.logProbs.get(token);
    sum += q === undefined ? Math.max(term(p, 0), term(p, theirs.most)) : term(p, Math.exp(q));
  }
  for (const [token, logProb] of theirs.logProbs) {
    const q = Math.exp(logProb);
    if (!ours.logProbs.has(token)) sum += Math.max(term(0, q), term(ours.most, q));
  }
  return Math.min(sum, definition.bound(parameter) ?? Number.POSITIVE_INFINITY);
}

/** Why there is no upper bound. */
const UNBOUNDED: Missing = {
  missing: "This divergence has no upper bound: the tokens that are not listed could give any value.",
};

/**
 * A lower bound per token in nats (or the divergence's unit), and what is known of it; a missing column without lists. `measured`
 * are the divergences of `boundBins` where a kernel computed them.
 */
export function boundsOf(
  student: Side,
  other: Side,
  ids: readonly TokenId[],
  { temperature: _, support: __, ...kind }: Divergence,
  measured: readonly number[] | null = null,
): { readonly lower: Column<Nats>; readonly bound: DivergenceBound | null } {
  const chosen = settledDivergence(kind);
  const known = knownPairs(student, other, ids);
  if (chosen === null || known === null)
    return {
      lower: { missing: "Needs whole rows of logits, or the most likely tokens of both sides." },
      bound: null,
    };
  const { definition, parameter } = chosen;
  const lower =
    measured ?? known.map(([ours, theirs]) => definition.value(sharedBins(ours, theirs), parameter));
  const fewest = Math.min(
    ...[student, other].flatMap((side) => ids.map((___, t) => side.alternatives[t]?.length ?? 0)),
  );
  const isBounded = definition.isSum && definition.bound(parameter) !== null;
  return {
    // Two rows that are equal may differ by rounding.
    lower: lower.map((value) => Math.max(0, value) as Nats),
    bound: {
      listed: fewest,
      upper: isBounded ? known.map(([ours, theirs]) => upperBound(chosen, ours, theirs)) : UNBOUNDED,
    },
  };
}
