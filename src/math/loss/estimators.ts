/**
 * Estimates of the reverse KL divergence from the sampled tokens alone (Schulman, "Approximating KL divergence", 2020),
 * per token and in nats: `gap = ln p(y) - ln q(y)`, student minus teacher. They are unbiased only where y was drawn from
 * the student at the temperature at which it is scored.
 */

/** T rows of estimates; where one side masks the token they are infinite, and where both do, 0. */
export interface Estimates {
  readonly k1: Float64Array;
  readonly k2: Float64Array;
  readonly k3: Float64Array;
  readonly surrogate: Float64Array;
}

/** Estimates of `rows` rows, all 0, to be filled. */
export function emptyEstimates(rows: number): Estimates {
  const none = () => new Float64Array(rows);
  return { k1: none(), k2: none(), k3: none(), surrogate: none() };
}

/** All four from both sides' log-probabilities of the token, at `row`. */
export function estimateInto(estimates: Estimates, row: number, student: number, teacher: number): void {
  const gap = logRatio(student, teacher);
  estimates.k1[row] = k1(gap);
  estimates.k2[row] = k2(gap);
  estimates.k3[row] = k3(gap);
  estimates.surrogate[row] = surrogate(gap, student);
}

/** Student's minus teacher's log-probability of the sampled token; Uni-OPD's reward is its negative. */
export function logRatio(student: number, teacher: number): number {
  // Both sides mask the token, so neither can have generated it and there is nothing to compare.
  return student === teacher ? 0 : student - teacher;
}

/** `k1 = gap`: unbiased as a value, useless as a loss (its expected gradient is 0). */
export function k1(gap: number): number {
  return gap;
}

/** `k2 = gap^2 / 2`: biased as a value, its expected gradient is that of the reverse KL. */
export function k2(gap: number): number {
  return (gap * gap) / 2;
}

/** `k3 = exp(-gap) - 1 + gap >= 0`, verl's `low_var_kl`: unbiased as a value, its direct gradient is the forward KL's. */
export function k3(gap: number): number {
  return Number.isFinite(gap) ? Math.expm1(-gap) + gap : Infinity;
}

/** verl's k3: the log-ratio held within +-20 and the result within +-10. */
export function clampedK3(gap: number): number {
  return clamp(k3(clamp(gap, -20, 20)), -10, 10);
}

/**
 * V-Zero's k1 before gating, `loss_max_clamp` = 10 (released launcher).
 * @internal only tests call it
 */
export function clampedK1(gap: number): number {
  return clamp(gap, -10, 10);
}

/**
 * `sg[gap] * ln p(y)`: the policy-gradient surrogate of the reverse KL (V-Zero eq. 24, Vision-OPD's sampled variant).
 * Infinite where the gap is, whatever the log-probability beside it; 0 where both sides mask the token.
 */
export function surrogate(gap: number, studentLogProb: number): number {
  if (gap === 0) return 0;
  return Number.isFinite(gap) ? gap * studentLogProb : -gap;
}

/** `value` held between two bounds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** The estimates that can be differentiated as they stand. */
export type Estimate = "k1" | "k2" | "k3";

/** An estimate with its derivative by the student's log-probability of the sampled token. */
export function estimateWithSlope(
  estimate: Estimate,
  gap: number,
): { readonly value: number; readonly slope: number } {
  switch (estimate) {
    case "k1":
      return { value: k1(gap), slope: 1 };
    case "k2":
      return { value: k2(gap), slope: gap };
    case "k3":
      return { value: k3(gap), slope: -Math.expm1(-gap) };
    default:
      return estimate satisfies never;
  }
}
