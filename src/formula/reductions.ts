/** The functions over the tokens of an answer and over the answers of a group. */
import { balanced } from "../math/group/balance.ts";
import { greedyMask } from "../math/group/margin.ts";
import { mean, populationDeviation } from "../math/statistics/statistics.ts";
import type { Unit } from "./elementwise.ts";
import type { Place, Problem } from "./syntax.ts";

/** A value for the whole group, one per answer, one per token of each answer, or one per vocabulary entry at each token. */
export type Shape = "group" | "answer" | "token" | "vocabulary";

const ORDER: readonly Shape[] = ["group", "answer", "token", "vocabulary"];

/** Each shape in words. */
export const SHAPES: Readonly<Record<Shape, string>> = {
  group: "one number for the whole group",
  answer: "one number per answer",
  token: "one number per token",
  vocabulary: "one number per vocabulary entry",
};

/** The shape of what is computed from values of these. */
export const finest = (shapes: readonly Shape[]): Shape =>
  shapes.reduce<Shape>(
    (found, shape) => (ORDER.indexOf(shape) > ORDER.indexOf(found) ? shape : found),
    "group",
  );

/** Why a function that takes one shape refuses another. */
export function misshapen(name: string, wanted: Shape, found: Shape): string {
  const hint =
    wanted === "answer" && found === "token"
      ? " Take mean_t of it first: siblings have different lengths."
      : "";
  return `“${name}” expects ${SHAPES[wanted]}, and this is ${SHAPES[found]}.${hint}`;
}

export interface Reduction {
  readonly written: string;
  readonly about: string;
  /** The shape that it takes, and the one that it gives. */
  readonly from: Shape;
  readonly to: Shape;
  /**
   * What is given beside the values: nothing; before them a share, one number for the group; or after them which answers are
   * right and a number for the group.
   */
  readonly beside: "nothing" | "share" | "right";
  /** The unit of the result; null for that of the values. */
  readonly unit: Unit | null;
  readonly notNegative: boolean;
  /** One value, or as many as were given. The mean of nothing is undefined, NaN. */
  readonly value: (values: readonly number[], share: number, right: readonly number[]) => readonly number[];
}

/** What a function over tokens or answers is given, in the order in which it is written, and in words. */
export const ARGUMENTS: Readonly<Record<Reduction["beside"], readonly ("value" | "share" | "right")[]>> = {
  nothing: ["value"],
  share: ["share", "value"],
  right: ["value", "right", "share"],
};

export const BESIDE = {
  nothing: "one value",
  share: "a share and a value",
  right: "a value per answer, which answers are right, and a number",
} as const;

interface Argument {
  readonly place: Place;
  readonly shape: Shape;
}

/** What of the arguments a function does not take, at its place; null where it takes all. */
export function misfit(
  name: ReductionName,
  argument: Argument,
  share: Argument | null,
  right: Argument | null,
): Problem | null {
  const { beside, from } = REDUCTIONS[name];
  const what = beside === "share" ? "the share" : "the last value";
  if (share !== null && share.shape !== "group")
    return {
      place: share.place,
      message: `Expected one number for the whole group as ${what}, not ${SHAPES[share.shape]}.`,
    };
  const odd = [argument, right].find((each) => each !== null && each.shape !== from);
  return odd === undefined || odd === null
    ? null
    : { place: odd.place, message: misshapen(name, from, odd.shape) };
}

type Numbers = readonly number[];

const orNaN = (value: number | null): number => value ?? Number.NaN;

const largest = (values: Numbers): number =>
  values.length === 0 ? Number.NaN : values.reduce((most, value) => Math.max(most, value));

const smallest = (values: Numbers): number =>
  values.length === 0 ? Number.NaN : values.reduce((least, value) => Math.min(least, value));

const total = (values: Numbers): number => values.reduce((sum, value) => sum + value, 0);

/** Between the two neighbours in order, in proportion (numpy's default). */
function quantile(values: Numbers, share: number): number {
  if (values.length === 0 || values.some(Number.isNaN) || !(share >= 0 && share <= 1)) return Number.NaN;
  const ordered = Float64Array.from(values).sort();
  const place = share * (ordered.length - 1);
  const [below, above] = [ordered[Math.floor(place)] as number, ordered[Math.ceil(place)] as number];
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

/** 1 for the largest; equal values in their order. */
function ranks(values: Numbers): Numbers {
  if (values.some(Number.isNaN)) return values.map(() => Number.NaN);
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const places = new Array<number>(values.length).fill(0);
  for (const [place, index] of order.entries()) places[index] = place + 1;
  return places;
}

function softmax(values: Numbers): Numbers {
  const most = largest(values);
  const powers = values.map((value) => (value === most ? 1 : Math.exp(value - most)));
  const sum = total(powers);
  return powers.map((power) => power / sum);
}

type Statistic = (values: Numbers) => number;

const statistics: Readonly<
  Record<"mean" | "sum" | "max" | "min" | "std", readonly [Statistic, about: string]>
> = {
  mean: [(values) => orNaN(mean(values)), "The mean"],
  sum: [total, "The sum"],
  max: [largest, "The largest value"],
  min: [smallest, "The smallest value"],
  std: [(values) => orNaN(populationDeviation(values)), "The population standard deviation"],
};

const OVER_TOKENS = "over the tokens of each answer";
const OVER_GROUP = "over the answers of the group that have tokens";

function statistic(name: keyof typeof statistics, over: "t" | "g"): Reduction {
  const [value, about] = statistics[name];
  const token = over === "t";
  return {
    written: `${name}_${over}(x)`,
    about: `${about} ${token ? OVER_TOKENS : OVER_GROUP}.`,
    from: token ? "token" : "answer",
    to: token ? "answer" : "group",
    beside: "nothing",
    unit: null,
    notNegative: name === "std",
    value: (values) => [value(values)],
  };
}

function rank(over: "t" | "g"): Reduction {
  const shape = over === "t" ? "token" : "answer";
  return {
    written: `rank_${over}(x)`,
    about: `The place of each value ${over === "t" ? OVER_TOKENS : OVER_GROUP}: 1 for the largest, equal ones in order.`,
    from: shape,
    to: shape,
    beside: "nothing",
    unit: "count",
    notNegative: true,
    value: ranks,
  };
}

/** Which answers of a group stay, 1 or 0; undefined for all where a value is. */
function masking(
  written: string,
  about: string,
  stay: (values: Numbers, setting: number, right: Numbers) => readonly boolean[],
): Reduction {
  return {
    written,
    about: `${about}.`,
    from: "answer",
    to: "answer",
    beside: "right",
    unit: "weight",
    notNegative: true,
    value: (values, setting, right) =>
      [...values, setting, ...right].some(Number.isNaN)
        ? values.map(() => Number.NaN)
        : stay(values, setting, right).map(Number),
  };
}

export const REDUCTIONS = {
  mean_t: statistic("mean", "t"),
  sum_t: statistic("sum", "t"),
  max_t: statistic("max", "t"),
  min_t: statistic("min", "t"),
  std_t: statistic("std", "t"),
  rank_t: rank("t"),
  quantile_t: {
    written: "quantile_t(share, x)",
    about: `The value below which that share of the values lies, ${OVER_TOKENS}.`,
    from: "token",
    to: "answer",
    beside: "share",
    unit: null,
    notNegative: false,
    value: (values, share) => [quantile(values, share)],
  },
  mean_g: statistic("mean", "g"),
  sum_g: statistic("sum", "g"),
  max_g: statistic("max", "g"),
  min_g: statistic("min", "g"),
  std_g: statistic("std", "g"),
  rank_g: rank("g"),
  softmax_g: {
    written: "softmax_g(x)",
    about: `exp(x) divided by its sum ${OVER_GROUP}.`,
    from: "answer",
    to: "answer",
    beside: "nothing",
    unit: "probability",
    notNegative: true,
    value: softmax,
  },
  greedy_mask: masking(
    "greedy_mask(x, correct, 0.4)",
    "1 for the answers that stay, else 0: of those with the least x among the right ones and the largest among the wrong ones, one after the other is dropped until the means are that far apart (Uni-OPD, arXiv 2605.03677; margin_mask_greedy.py)",
    (values, delta, right) =>
      greedyMask(
        values.map((value, at) => ({ value, correct: right[at] !== 0 })),
        "mean",
        delta,
      ),
  ),
  balance: masking(
    "balance(x, correct, 1)",
    "1 for the answers that stay, else 0, so that right and wrong ones are in that ratio: of each kind, those with the smallest x (Uni-OPD; rollout_sample_balance.py, whose x are lots)",
    (values, ratio, right) =>
      balanced(
        right.map((each) => each !== 0),
        ratio,
        values,
      ),
  ),
} as const satisfies Readonly<Record<string, Reduction>>;

export type ReductionName = keyof typeof REDUCTIONS;
