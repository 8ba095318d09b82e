/** The bootstrap of a mean (Efron 1979): how far it would move over other items drawn from the same lot. */
import { seeded } from "../../base/random.ts";

/** A mean with the interval that holds it in 95 of 100 resamples. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

/** Places beyond which they are drawn anew for every mean, so that no suite takes more than 8 MB. */
const MOST_KEPT = 4e6;

interface Drawn {
  readonly count: number;
  readonly seed: number;
  /** Resample by resample, `count` places each. */
  readonly places: Uint16Array;
}

let last: Drawn = { count: 0, seed: 0, places: new Uint16Array(0) };

/** What the resamples of so many values hold: the same for every look at the same items, so the last is kept. */
function keptPlaces(count: number, seed: number): Uint16Array {
  if (last.count === count && last.seed === seed) return last.places;
  const random = seeded(seed);
  const places = new Uint16Array(RESAMPLES * count);
  for (let at = 0; at < places.length; at++) places[at] = random.below(count);
  last = { count, seed, places };
  return places;
}

/** The means of all resamples, in their order. */
function resampledMeans(values: readonly number[], seed: number): Float64Array {
  const count = values.length;
  const means = new Float64Array(RESAMPLES);
  const kept = RESAMPLES * count <= MOST_KEPT ? keptPlaces(count, seed) : null;
  const random = seeded(seed);
  for (let resample = 0, at = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (let i = 0; i < count; i++, at++) {
      sum += values[kept === null ? random.below(count) : (kept[at] as number)] as number;
    }
    means[resample] = sum / count;
  }
  return means;
}

/**
 * Mean and percentile interval (2.5 % to 97.5 % of 2,000 resamples with replacement); null of nothing. The same values
 * in the same order and the same seed give the same interval. Paired differences are resampled together by giving the
 * differences as values.
 */
export function meanInterval(values: readonly number[], seed = 1): Interval | null {
  const count = values.length;
  if (count === 0) return null;
  const means = resampledMeans(values, seed).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] as number;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, low: at(0.025), high: at(0.975) };
}
