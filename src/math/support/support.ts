/**
 * Divergences on a reduced support S: K tokens of one side, and a rule for the other tokens. Both sides are normalised
 * over the full vocabulary first; the support is chosen, not differentiated. Three papers, three different numbers:
 * Vision-OPD (arXiv 2605.18740) and SDPO keep the student's K tokens and one bin for the tail; OPSD renormalises on the
 * teacher's K tokens; verl's `forward_kl_topk`, offered in V-Zero's code, sums over the teacher's and drops the rest.
 */
import { chosenDivergence } from "../divergences/catalog.ts";
import type { Bins, DivergenceKind } from "../divergences/definition.ts";
import { logSumExp, type Row } from "../rows/logits.ts";

/**
 * What becomes of the tokens outside the support: one bin with their exact mass; one bin whose mass is floored at 1e-7,
 * as released; nothing, with K renormalised; nothing, with K left as they are.
 */
export type Rest = "tail" | "flooredTail" | "renormalise" | "drop";

/** `add_tail` of Vision-OPD's code floors the covered log-mass here, hence the tail's probability at 1e-7. */
export const LARGEST_COVERED = -1e-7;
/** `log_prob_min_clamp` of verl's partial sums. */
export const SMALLEST_LOG_PROB = -10;

/** One side on a support: log-probabilities of its tokens, in the support's order, and of all the others together. */
export interface KeptRow {
  readonly kept: Float64Array;
  /** `ln` of the mass outside the support; null where the support is the whole vocabulary. */
  readonly logTail: number | null;
}

/** One side's row reduced to a support; the tail is summed over its tokens and not computed as 1 minus the rest. */
export function keptRow(logProbs: Row, support: Uint32Array): KeptRow {
  const rest = Float64Array.from(logProbs);
  for (const token of support) rest[token] = -Infinity;
  return {
    kept: Float64Array.from(support, (token) => logProbs[token] as number),
    logTail: support.length < logProbs.length ? logSumExp(rest) : null,
  };
}

/** Probability that a side gives to its support, to be reported next to a divergence that leaves the rest out. */
export function coveredMass({ kept }: KeptRow): number {
  return kept.reduce((sum, logProb) => sum + Math.exp(logProb), 0);
}

function binsOf({ kept, logTail }: KeptRow, rest: Rest): Float64Array | null {
  switch (rest) {
    case "tail":
      return logTail === null ? kept : Float64Array.of(...kept, logTail);
    case "flooredTail":
      return Float64Array.of(...kept, Math.log(-Math.expm1(Math.min(logSumExp(kept), LARGEST_COVERED))));
    case "renormalise": {
      const covered = logSumExp(kept);
      return covered === -Infinity ? null : kept.map((logProb) => logProb - covered);
    }
    case "drop":
      return kept.map((logProb) => Math.max(logProb, SMALLEST_LOG_PROB));
    default:
      return rest satisfies never;
  }
}

/**
 * Both sides' bins: the support's tokens in their order and then, where it is kept, the tail. Null where a side to be
 * renormalised has no mass on the support.
 */
export function reducedBins(student: KeptRow, teacher: KeptRow, rest: Rest): Bins | null {
  const [ofStudent, ofTeacher] = [binsOf(student, rest), binsOf(teacher, rest)];
  return ofStudent === null || ofTeacher === null ? null : { student: ofStudent, teacher: ofTeacher };
}

/** A divergence over any bins. Throws RangeError for a divergence that this version does not know. */
export function divergenceOf(kind: DivergenceKind, bins: Bins): number {
  const { definition, parameter } = chosenDivergence(kind);
  return definition.value(bins, parameter);
}

/**
 * The divergence on a reduced support, or null where it is undefined. With a tail it is never more than over
 * the full vocabulary and never decreases as K grows (data-processing inequality); renormalised or dropped it has no
 * such bound, and a partial sum is floored at 0 as in verl.
 */
export function reducedDivergence(
  kind: DivergenceKind,
  student: KeptRow,
  teacher: KeptRow,
  rest: Rest,
): number | null {
  const bins = reducedBins(student, teacher, rest);
  if (bins === null) return null;
  const value = divergenceOf(kind, bins);
  return rest === "drop" ? Math.max(0, value) : value;
}
