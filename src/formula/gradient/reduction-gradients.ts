/** Gradients of the functions over tokens and over answers: from those of what they give to those of what they take. */
import type { ReductionName } from "../reductions.ts";

type Numbers = readonly number[];

/** Per value; `adjoints` has one number, or one per value where the function gives as many as it takes. */
type ReductionGradient = (values: Numbers, adjoints: Numbers) => Numbers;

const mean: ReductionGradient = (values, [adjoint = 0]) => values.map(() => adjoint / values.length);

const total: ReductionGradient = (values, [adjoint = 0]) => values.map(() => adjoint);

/** To the first of those that were chosen. */
const chosen =
  (choose: (values: Numbers) => number): ReductionGradient =>
  (values, [adjoint = 0]) => {
    const place = values.indexOf(choose(values));
    return values.map((_, at) => (at === place ? adjoint : 0));
  };

const largest = chosen((values) =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
);
const smallest = chosen((values) => values.reduce((least, value) => Math.min(least, value), Infinity));

/** The deviation of equal values has a kink, at which nothing passes. */
const deviation: ReductionGradient = (values, [adjoint = 0]) => {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const size = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
  return values.map((value) => (size === 0 ? 0 : (adjoint * (value - middle)) / (values.length * size)));
};

const softmax: ReductionGradient = (values, adjoints) => {
  const most = values.reduce((found, value) => Math.max(found, value), Number.NEGATIVE_INFINITY);
  const powers = values.map((value) => (value === most ? 1 : Math.exp(value - most)));
  const all = powers.reduce((sum, power) => sum + power, 0);
  const shares = powers.map((power) => power / all);
  const average = shares.reduce((sum, share, at) => sum + share * (adjoints[at] ?? 0), 0);
  return shares.map((share, at) => share * ((adjoints[at] ?? 0) - average));
};

const GRADIENTS: Readonly<Record<ReductionName, ReductionGradient | null>> = {
  mean_t: mean,
  sum_t: total,
  max_t: largest,
  min_t: smallest,
  std_t: deviation,
  rank_t: null,
  quantile_t: null,
  mean_g: mean,
  sum_g: total,
  max_g: largest,
  min_g: smallest,
  std_g: deviation,
  rank_g: null,
  softmax_g: softmax,
  greedy_mask: null,
  balance: null,
};

/** The gradient of a function over tokens or answers; null where none passes, as through ranks and quantiles. */
export function reductionGradient(name: ReductionName): ReductionGradient | null {
  return GRADIENTS[name];
}
