/** The interval of a share of so many, where each of them counts by itself. */
import type { Interval } from "./bootstrap.ts";

/** The 97.5 % quantile of the standard normal distribution. */
const QUANTILE = 1.959963984540054;

/** The 95 % interval of a share of `right` in `asked` (Wilson 1927); null where nothing was asked. */
export function binomialInterval(right: number, asked: number): Interval | null {
  if (asked === 0) return null;
  const share = right / asked;
  const spread = QUANTILE ** 2 / asked;
  const middle = (share + spread / 2) / (1 + spread);
  const reach = (QUANTILE / (1 + spread)) * Math.sqrt((share * (1 - share)) / asked + spread / (4 * asked));
  return { mean: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
