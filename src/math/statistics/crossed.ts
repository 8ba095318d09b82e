/** The bootstrap of a mean over two crossed factors: the seeds of runs, and the items that each run is measured on. */

import { seeded } from "../../base/random.ts";
import type { Interval } from "./bootstrap.ts";

const RESAMPLES = 2000;

interface Drawn {
  readonly items: number;
  readonly seeds: number;
  /** Of all resamples, one after another: `items` indices of items, and `seeds` of seeds. */
  readonly places: Uint32Array;
  readonly picks: Uint32Array;
}

let last: Drawn | null = null;

/** The resamples of so many items and seeds; the last are kept, because the same items recur. */
function drawnFor(items: number, seeds: number): Drawn {
  if (last?.items === items && last.seeds === seeds) return last;
  const random = seeded(1);
  const places = new Uint32Array(RESAMPLES * items);
  const picks = new Uint32Array(RESAMPLES * seeds);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let i = 0; i < items; i++) places[resample * items + i] = random.below(items);
    for (let i = 0; i < seeds; i++) picks[resample * seeds + i] = random.below(seeds);
  }
  last = { items, seeds, places, picks };
  return last;
}

/**
 * The mean of values by seed and item, with an interval of 95 % over both: seeds are resampled, and of each the same resampled items
 * (a bootstrap of crossed factors, McCullagh 2000, Bernoulli 6). Every seed has as many items; null without values.
 */
export function crossedInterval(bySeed: readonly (readonly number[])[]): Interval | null {
  const items = bySeed[0]?.length ?? 0;
  if (items === 0) return null;
  const seeds = bySeed.length;
  const { places, picks } = drawnFor(items, seeds);
  const means = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (const pick of picks.subarray(resample * seeds, (resample + 1) * seeds)) {
      const of = bySeed[pick] ?? [];
      for (let i = resample * items; i < (resample + 1) * items; i++) sum += of[places[i] as number] ?? 0;
    }
    means[resample] = sum / (seeds * items);
  }
  means.sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? 0;
  const mean = bySeed.flat().reduce((sum, value) => sum + value, 0) / (seeds * items);
  return { mean, low: at(0.025), high: at(0.975) };
}
