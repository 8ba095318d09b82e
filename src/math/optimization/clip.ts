/** The norm of a gradient over all parameters, and its clipping. */

/** The Euclidean norm of all numbers of all tensors. */
export function gradientNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const gradient of gradients) for (const value of gradient) sum += value * value;
  return Math.sqrt(sum);
}

/**
 * Scales gradients in place by `most / (norm + 1e-6)` where their norm is larger than `most`, as PyTorch's
 * `clip_grad_norm_` does; the norm before.
 */
export function clipGradients(gradients: readonly Float32Array[], most: number): number {
  const norm = gradientNorm(gradients);
  const scale = most / (norm + 1e-6);
  if (scale < 1)
    for (const gradient of gradients)
      for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) * scale;
  return norm;
}
