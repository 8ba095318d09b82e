/** The gradient of a divergence over any support, and its largest entries. */
import type { DivergenceKind } from "../divergences/definition.ts";
import { logSoftmax, topK } from "../rows/logits.ts";
import { effectiveK } from "../support/pair.ts";
import type { Rest } from "../support/support.ts";
import { divergenceGradient } from "./gradient.ts";
import { reducedGradient } from "./reduced-gradient.ts";

/** Over which tokens a loss is taken: all, or the K that one side finds most likely. */
export type LossSupport =
  | { readonly kind: "full" }
  | { readonly kind: "topK"; readonly k: number; readonly from: "student" | "teacher"; readonly rest: Rest };

export interface Loss {
  readonly divergence: DivergenceKind;
  readonly temperature: number;
  readonly support: LossSupport;
}

/**
 * With respect to the student's logits, over the whole vocabulary, in nats per logit; from logits [vocabulary] of each
 * side. Null where the divergence is infinite or undefined.
 */
export function lossGradient(student: Float32Array, teacher: Float32Array, loss: Loss): Float64Array | null {
  const { divergence: kind, temperature, support } = loss;
  const [left, right] = [logSoftmax(student, temperature), logSoftmax(teacher, temperature)];
  if (support.kind === "full") return divergenceGradient(kind, left, right, temperature);
  const ids = topK(support.from === "student" ? student : teacher, effectiveK(support.k, student.length));
  return reducedGradient(kind, left, right, ids, support.rest, temperature);
}

/** The entries that are largest in magnitude, in descending order, ties to the lowest id. */
export function largestEntries(gradient: Float64Array, entries: number): Uint32Array {
  return topK(gradient.map(Math.abs), Math.min(entries, gradient.length));
}
