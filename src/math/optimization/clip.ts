/** The norm of a gradient over all parameters, and its clipping. */

/** The Euclidean norm of all numbers of all tensors. */
export function gradientNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const gradient of gradients) for (const value of gradient) sum += value * value;
  return Math.sqrt(sum);
}

/** The factor of a gradient of that norm: `most / (norm + 1e-6)` where that is below 1, as in PyTorch's `clip_grad_norm_`. */
export function clipScale(norm: number, most: number): number {
  return Math.min(1, most / (norm + 1e-6));
}

/** Scales gradients in place to a norm of at most `most`; the norm before. */
export function clipGradients(gradients: readonly Float32Array[], most: number): number {
  const norm = gradientNorm(gradients);
  const scale = clipScale(norm, most);
  if (scale < 1)
    for (const gradient of gradients)
      for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) * scale;
  return norm;
}
