/** The clipped policy gradient of PPO (Schulman and others, arXiv 1707.06347, eq. 7), as GRPO and DAPO use it. */

/** How far a token's probability may move before its gradient ends: the ratio stays within 1 - low and 1 + high. */
export interface RatioBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * `-min(r A, clip(r, 1 - low, 1 + high) A)` with `r = exp(logProb - drawn)`, and its derivative by `logProb`: `-r A`, and 0 where the
 * bound is smaller. Log-probabilities in nats; `drawn` is that at which the token was drawn.
 */
export function clippedPolicyLoss(
  advantage: number,
  logProb: number,
  drawn: number,
  { low, high }: RatioBounds,
): { readonly value: number; readonly slope: number } {
  const ratio = Math.exp(logProb - drawn);
  const bounded = Math.min(1 + high, Math.max(1 - low, ratio));
  const isBounded = bounded * advantage < ratio * advantage;
  return {
    value: -(isBounded ? bounded : ratio) * advantage,
    slope: isBounded ? 0 : -ratio * advantage,
  };
}
