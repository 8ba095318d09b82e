/** The bootstrap of a mean over two crossed factors: the seeds of runs, and the items that each run is measured on. */

import { seeded } from "../../base/random.ts";
import type { Interval } from "./bootstrap.ts";

const RESAMPLES = 2000;

/**
 * The mean of values by seed and item, with an interval of 95 % over both: seeds are resampled, and of each the same resampled items
 * (a bootstrap of crossed factors, McCullagh 2000, Bernoulli 6). Every seed has as many items; null without values.
 */
export function crossedInterval(bySeed: readonly (readonly number[])[]): Interval | null {
  const items = bySeed[0]?.length ?? 0;
  if (items === 0) return null;
  const random = seeded(1);
  const means = Array.from({ length: RESAMPLES }, () => {
    const places = Array.from({ length: items }, () => random.below(items));
    let sum = 0;
    for (const _ of bySeed) {
      const of = bySeed[random.below(bySeed.length)] ?? [];
      for (const place of places) sum += of[place] ?? 0;
    }
    return sum / (bySeed.length * items);
  }).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? 0;
  const mean = bySeed.flat().reduce((sum, value) => sum + value, 0) / (bySeed.length * items);
  return { mean, low: at(0.025), high: at(0.975) };
}
