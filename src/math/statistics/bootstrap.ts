/** The bootstrap of a mean (Efron 1979): how far it would vary over other items sampled from the same population. */
import { seeded } from "../../base/random.ts";

/** A mean with the interval that holds it in 95 of 100 resamples. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

/** Above this many indices they are sampled anew for every mean, so that no suite takes more than 8 MB. */
const MOST_KEPT = 4e6;

interface Drawn {
  readonly count: number;
  readonly seed: number;
  /** The indices of all resamples, one resample after another, `count` each. */
  readonly places: Uint16Array;
}

let last: Drawn = { count: 0, seed: 0, places: new Uint16Array(0) };

/** The resamples' indices for a given number of values and seed; the last are cached because the same items recur. */
function keptPlaces(count: number, seed: number): Uint16Array {
  if (last.count === count && last.seed === seed) return last.places;
  const random = seeded(seed);
  const places = new Uint16Array(RESAMPLES * count);
  for (let at = 0; at < places.length; at++) places[at] = random.below(count);
  last = { count, seed, places };
  return places;
}

/** A unit of resampling: the sum of its values, and their number. */
interface Lot {
  readonly sum: number;
  readonly count: number;
}

/** The means of all resamples, in their order. */
function resampledMeans(lots: readonly Lot[], seed: number): Float64Array {
  const means = new Float64Array(RESAMPLES);
  const kept = RESAMPLES * lots.length <= MOST_KEPT ? keptPlaces(lots.length, seed) : null;
  const random = seeded(seed);
  for (let resample = 0, at = 0; resample < RESAMPLES; resample++) {
    let [sum, count] = [0, 0];
    for (let i = 0; i < lots.length; i++, at++) {
      const lot = lots[kept === null ? random.below(lots.length) : (kept[at] as number)] as Lot;
      sum += lot.sum;
      count += lot.count;
    }
    means[resample] = sum / count;
  }
  return means;
}

function intervalOf(lots: readonly Lot[], seed: number): Interval | null {
  if (lots.length === 0) return null;
  const means = resampledMeans(lots, seed).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] as number;
  const total = lots.reduce(
    (all: Lot, lot): Lot => ({ sum: all.sum + lot.sum, count: all.count + lot.count }),
    { sum: 0, count: 0 },
  );
  return { mean: total.sum / total.count, low: at(0.025), high: at(0.975) };
}

/**
 * Mean and percentile interval (2.5 % to 97.5 % of 2,000 resamples with replacement); null without values. The same
 * values in the same order and the same seed give the same interval. Paired differences are resampled together by
 * giving the differences as values.
 */
export function meanInterval(values: readonly number[], seed = 1): Interval | null {
  return intervalOf(
    values.map((sum) => ({ sum, count: 1 })),
    seed,
  );
}

/**
 * The same where values belong together, such as those of several questions about one image: whole clusters are resampled
 * (Davison and Hinkley 1997, §3.8), so that an interval does not take what an image's questions share for independent.
 * `clusters[i]` names the cluster of `values[i]`.
 */
export function clusteredMeanInterval(
  values: readonly number[],
  clusters: readonly string[],
  seed = 1,
): Interval | null {
  const lots = new Map<string, Lot>();
  for (const [i, value] of values.entries()) {
    const name = clusters[i] ?? "";
    const { sum, count } = lots.get(name) ?? { sum: 0, count: 0 };
    lots.set(name, { sum: sum + value, count: count + 1 });
  }
  return intervalOf([...lots.values()], seed);
}
