/** Preview of Uni-OPD's offline balancing (arXiv 2605.03677, figure 3): the effect of a seeded resampling on a suite. */
import { seeded } from "../../base/random.ts";
import { repetition } from "../../math/group/balance.ts";

export interface ResamplePreview {
  /** Items by number of right answers, 0 to N, before. */
  readonly before: readonly number[];
  /** The mean number of repetitions of an item of each count. */
  readonly factors: readonly number[];
  /** Copies by count, as sampled. */
  readonly after: readonly number[];
  /** Copies of each item, in the given order; never 0. */
  readonly copies: readonly number[];
}

/**
 * Repeats items by `repetition`: the integer part of a factor always, its fraction at random (seeded). `counts[i]` of
 * `samples` answers to item i were right. Null if there is no item or no sample.
 */
export function previewResampling(
  counts: readonly number[],
  samples: number,
  seed: number,
  cap?: number,
): ResamplePreview | null {
  if (counts.length === 0 || samples === 0) return null;
  const before = Array.from({ length: samples + 1 }, (_, count) => counts.filter((c) => c === count).length);
  const factors = repetition(before, cap);
  const random = seeded(seed);
  const copies = counts.map((count) => {
    const factor = factors[count] ?? 1;
    const whole = Math.floor(factor);
    return whole + (random.next() < factor - whole ? 1 : 0);
  });
  const after = before.map((_, count) =>
    copies.reduce((sum, many, i) => sum + (counts[i] === count ? many : 0), 0),
  );
  return { before, factors, after, copies };
}
