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

/** What is resampled: the sum of each unit's values, and their number, or what else they are a share of. */
interface Units {
  readonly sums: readonly number[];
  readonly counts: readonly number[];
}

/** The means of all resamples, in their order; Infinity where a resample has nothing that they could be a share of. */
function resampledMeans({ sums, counts }: Units, seed: number): Float64Array {
  const units = sums.length;
  const means = new Float64Array(RESAMPLES);
  const kept = RESAMPLES * units <= MOST_KEPT ? keptPlaces(units, seed) : null;
  const random = seeded(seed);
  for (let resample = 0, at = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < units; i++, at++) {
      const unit = kept === null ? random.below(units) : (kept[at] as number);
      sum += sums[unit] as number;
      count += counts[unit] as number;
    }
    means[resample] = count > 0 ? sum / count : Number.POSITIVE_INFINITY;
  }
  return means;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function intervalOf(units: Units, seed: number): Interval | null {
  if (units.sums.length === 0) return null;
  const means = resampledMeans(units, seed).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] as number;
  return { mean: total(units.sums) / total(units.counts), low: at(0.025), high: at(0.975) };
}

/**
 * Mean and percentile interval (2.5 % to 97.5 % of 2,000 resamples with replacement); null without values. The same
 * values in the same order and the same seed give the same interval. Paired differences are resampled together by
 * giving the differences as values.
 */
export function meanInterval(values: readonly number[], seed = 1): Interval | null {
  return intervalOf({ sums: values, counts: values.map(() => 1) }, seed);
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
  const names = [...new Set(clusters)];
  const unitOf = new Map(names.map((name, unit) => [name, unit]));
  const sums = names.map(() => 0);
  const counts = names.map(() => 0);
  for (const [i, value] of values.entries()) {
    const unit = unitOf.get(clusters[i] ?? "") ?? 0;
    sums[unit] = (sums[unit] ?? 0) + value;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  return intervalOf({ sums, counts }, seed);
}

/**
 * The sum of `parts` as a share of the sum of `wholes`, each of the same units, which are resampled together; null where the wholes sum
 * to nothing or less. A bound is Infinity where so many resamples have no positive whole that the data sets none.
 */
export function ratioInterval(
  parts: readonly number[],
  wholes: readonly number[],
  seed = 1,
): Interval | null {
  return total(wholes) > 0 ? intervalOf({ sums: parts, counts: wholes }, seed) : null;
}
