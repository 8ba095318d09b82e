/**
 * Gradients with respect to the student's logits of divergences on reduced supports. A divergence D over bins has
 * `dD/dz_j = sum_b (P_b dD/dP_b) (d ln P_b / dz_j)`: the gradient of each bin, `P_b dD/dP_b`, is shared among
 * its tokens by their probability within the bin, and each token's entry is reduced by its probability times the sum over
 * all bins. The support is taken as constant, and so is a bin that is held at a bound.
 */
import { chosenDivergence } from "../divergences/catalog.ts";
import type { DivergenceKind } from "../divergences/definition.ts";
import { logSumExp, type Row } from "../rows/logits.ts";
import {
  type KeptRow,
  keptRow,
  LARGEST_COVERED,
  type Rest,
  reducedBins,
  SMALLEST_LOG_PROB,
} from "../support/support.ts";

/** Whether a bin of the student does not move with its logits: the floored tail, or a token that a partial sum floors. */
function isHeld(kept: KeptRow, bin: number, rest: Rest): boolean {
  switch (rest) {
    case "tail":
    case "renormalise":
      return false;
    case "flooredTail":
      return bin === kept.kept.length && logSumExp(kept.kept) > LARGEST_COVERED;
    case "drop":
      return (kept.kept[bin] as number) < SMALLEST_LOG_PROB;
    default:
      return rest satisfies never;
  }
}

/**
 * The gradient of a divergence on a support, over the whole vocabulary and in nats per logit. Null where the divergence
 * is undefined or infinite; zeros where a partial sum is held at 0. With a tail, every token outside the support shares
 * the gradient of the tail, which does not say which of them the teacher prefers.
 */
export function reducedGradient(
  kind: DivergenceKind,
  student: Row,
  teacher: Row,
  support: Uint32Array,
  rest: Rest,
  temperature = 1,
): Float64Array | null {
  const kept = keptRow(student, support);
  const bins = reducedBins(kept, keptRow(teacher, support), rest);
  const { definition, parameter } = chosenDivergence(kind);
  const value = bins === null ? Infinity : definition.value(bins, parameter);
  if (bins === null || value === Infinity) return null;
  if (rest === "drop" && value < 0) return new Float64Array(student.length);
  const binGradients = definition
    .binGradients(bins, parameter)
    .map((binGradient, bin) => (isHeld(kept, bin, rest) ? 0 : binGradient));
  const total = binGradients.reduce((sum, binGradient) => sum + binGradient, 0);
  const binOf = new Map(Array.from(support, (token, bin) => [token, bin]));
  const covered = rest === "renormalise" ? logSumExp(kept.kept) : 0;
  return Float64Array.from(student, (logProb, token) => {
    const bin = binOf.get(token);
    if (logProb === -Infinity || (bin === undefined && rest === "renormalise")) return 0;
    const within = bin === undefined ? Math.exp(logProb - (kept.logTail as number)) : 1;
    const binGradient = within * (binGradients[bin ?? support.length] ?? 0);
    return (binGradient - Math.exp(logProb - covered) * total) / temperature;
  });
}
