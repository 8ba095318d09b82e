/** AdamW: Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2), as PyTorch computes it. */

export interface AdamWSettings {
  /** The learning rate of this step. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The decayed means of gradients and of their squares. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** What a step's settings come to: the size of a move, the correction of the second moment's root, and what weights keep. */
export function adamWFactors(
  { rate, beta1, beta2, weightDecay }: AdamWSettings,
  step: number,
): { readonly size: number; readonly correction: number; readonly kept: number } {
  return {
    size: rate / (1 - beta1 ** step),
    correction: Math.sqrt(1 - beta2 ** step),
    kept: 1 - rate * weightDecay,
  };
}

/**
 * One step, in place: weights shrink by `rate · weightDecay`, then move by `rate · m̂ / (√v̂ + ε)`, with the means m and v
 * corrected for their start at 0. `step` counts from 1. Each number is computed in float64 and stored in float32.
 */
export function adamWStep(
  weights: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  settings: AdamWSettings,
  step: number,
): void {
  const { beta1, beta2, epsilon } = settings;
  const { size, correction, kept } = adamWFactors(settings, step);
  for (let i = 0; i < weights.length; i++) {
    const slope = gradient[i] as number;
    const m = beta1 * (first[i] as number) + (1 - beta1) * slope;
    const v = beta2 * (second[i] as number) + (1 - beta2) * slope * slope;
    first[i] = m;
    second[i] = v;
    weights[i] = (weights[i] as number) * kept - (size * m) / (Math.sqrt(v) / correction + epsilon);
  }
}
