/** Means over tokens and answers. The mean of nothing is null, never 0 and never NaN. */

/** The arithmetic mean, or null without values. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Population standard deviation (over n, not n - 1: V-Zero's code and VA-OPD's figure), or null without values. */
export function populationDeviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null) return null;
  const squares = values.map((value) => (value - middle) ** 2);
  return Math.sqrt(mean(squares) as number);
}

/** `eps` of the standardisation in the code of V-Zero (evidence_weighting.py) and VA-OPD (eq. 3). */
const EPSILON = 1e-6;

/** `(value - mean) / (population deviation + eps)` over the values that are not null; the others stay null. */
export function standardised(values: readonly (number | null)[]): {
  readonly middle: number | null;
  readonly deviation: number | null;
  readonly values: readonly (number | null)[];
} {
  const present = values.filter((value) => value !== null);
  const [middle, deviation] = [mean(present), populationDeviation(present)];
  const scale = (value: number) => (value - (middle as number)) / ((deviation as number) + EPSILON);
  return { middle, deviation, values: values.map((value) => (value === null ? null : scale(value))) };
}

/** One value per token of each answer; tokens whose mask is false do not exist. Without a mask all do. */
export interface Masked {
  readonly values: readonly (readonly number[])[];
  readonly mask?: readonly (readonly boolean[])[];
}

function present({ values, mask }: Masked): readonly (readonly number[])[] {
  return mask === undefined ? values : values.map((row, g) => row.filter((_, t) => mask[g]?.[t] === true));
}

/**
 * Mean over answers of each answer's mean over its tokens: every paper's equation (Vision-OPD eq. 3, V-Zero eq. 22 and
 * 24). Answers without a token count neither in the numerator nor in the denominator.
 */
export function sequenceMean(masked: Masked): number | null {
  const means = present(masked).map(mean);
  return mean(means.filter((value) => value !== null));
}

/** Mean over all tokens of all answers: the released configurations of Vision-OPD and V-Zero (verl's default). */
export function tokenMean(masked: Masked): number | null {
  return mean(present(masked).flat());
}

/** Rounds halves to the even neighbour, as Python's `round` does. */
export function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
