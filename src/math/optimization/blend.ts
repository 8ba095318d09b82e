/** Tensors blended in place: the sum of gradients, the moving average of weights, and logits mixed before the softmax. */

/** What is kept of a number and how much of the other is added; at most 1 each in size. */
export interface BlendShares {
  readonly kept: number;
  readonly added: number;
}

/** Adds the other tensor. */
export const SUM: BlendShares = { kept: 1, added: 1 };

/** What is wrong with tensors of these lengths and shares, as a sentence, or null. */
export function blendMistake(
  lengths: readonly (readonly [into: number, other: number])[],
  { kept, added }: BlendShares,
): string | null {
  const stray = [kept, added].find((share) => !(Math.abs(share) <= 1));
  if (stray !== undefined) return `a share of ${stray} is not between -1 and 1`;
  const uneven = lengths.find(([into, other]) => into !== other);
  return uneven === undefined ? null : `${uneven[0]} numbers cannot be blended with ${uneven[1]}`;
}

/** `into = kept · into + added · other`, in place; each number is computed in float64 and stored in float32. */
export function blend(into: Float32Array, other: Float32Array, { kept, added }: BlendShares): void {
  for (let i = 0; i < into.length; i++) into[i] = kept * (into[i] as number) + added * (other[i] as number);
}
