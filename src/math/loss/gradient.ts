/**
 * Gradients with respect to the student's logits z, over the full vocabulary and in nats per logit; the teacher is
 * constant. Every gradient sums to 0 (softmax does not see a shift) and is divided by the temperature once, without the
 * factor of temperature squared that distillation losses sometimes carry.
 */
import { chosenDivergence } from "../divergences/catalog.ts";
import type { DivergenceKind } from "../divergences/definition.ts";
import { entropy, type Row } from "../rows/logits.ts";

/**
 * The gradient of a divergence over the full vocabulary: `P_j dD/dP_j - p_j sum_i P_i dD/dP_i`. Null where the
 * divergence is infinite, because no direction is finite then.
 */
export function divergenceGradient(
  kind: DivergenceKind,
  student: Row,
  teacher: Row,
  temperature = 1,
): Float64Array | null {
  const { definition, parameter } = chosenDivergence(kind);
  const bins = { student: Float64Array.from(student), teacher: Float64Array.from(teacher) };
  if (!definition.gradientAlwaysFinite && definition.value(bins, parameter) === Infinity) return null;
  const binGradients = definition.binGradients(bins, parameter);
  const total = binGradients.reduce((sum, binGradient) => sum + binGradient, 0);
  return binGradients.map(
    (binGradient, token) => (binGradient - Math.exp(student[token] as number) * total) / temperature,
  );
}

/**
 * The gradient of the student's entropy: `-p_j (ln p_j + H)`.
 * @internal only tests call it
 */
export function entropyGradient(student: Row, temperature = 1): Float64Array {
  const nats = entropy(student);
  return Float64Array.from(student, (logProb) => {
    const probability = Math.exp(logProb);
    return probability > 0 ? (-probability * (logProb + nats)) / temperature : 0;
  });
}

/** The gradient of a token's surrogate `sg[gap] ln p(y)`: `gap (1[j = y] - p_j)`; null for an infinite gap. */
export function surrogateGradient(
  student: Row,
  gap: number,
  sampled: number,
  temperature = 1,
): Float64Array | null {
  if (!Number.isFinite(gap)) return null;
  return Float64Array.from(
    student,
    (logProb, token) => (gap * ((token === sampled ? 1 : 0) - Math.exp(logProb))) / temperature,
  );
}

/**
 * Ids of the `count` entries that are largest in magnitude, in descending order, ties to the lowest id.
 * @internal only tests call it
 */
export function largestEntries(gradient: Float64Array, count: number): Uint32Array {
  const magnitude = (token: number) => Math.abs(gradient[token] as number);
  return Uint32Array.from(gradient.keys())
    .sort((a, b) => magnitude(b) - magnitude(a) || a - b)
    .subarray(0, count);
}
