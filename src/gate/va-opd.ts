/**
 * VA-OPD (arXiv 2605.21924): tokens and answers that gain from the image count more. The teacher scores each answer with
 * the image and with a degraded one. The abstract says "difference"; the method keeps only its positive part.
 */
import { failure, type Outcome, success } from "../base/outcome.ts";
import { standardised } from "../math/statistics/statistics.ts";
import {
  boundedGap,
  type Gate,
  logProbsOf,
  type Member,
  ofAnswers,
  ofGroup,
  ofTokens,
  unboundedRemarks,
  type Weights,
} from "./gate.ts";

export type VaOpdSettings = {
  /** Temperature of the softmax over answers. */
  readonly tau: number;
  /** The share of an answer's loss that its high tokens carry. */
  readonly lambda: number;
  /** The share of an answer's tokens that are high. */
  readonly fraction: number;
};

/** Softmax of `values / tau`: sums to 1. */
function softmax(values: readonly number[], tau: number): number[] {
  const top = Math.max(...values);
  const weights = values.map((value) => Math.exp((value - top) / tau));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** How many of `length` tokens are high: `ceil(fraction * length)`, robust to 0.2 * 15 being slightly above 3. */
export function highCount(length: number, fraction: number): number {
  return Math.min(length, Math.max(0, Math.ceil(fraction * length - 1e-9)));
}

/** Positions of the `count` largest values, ties to the first; in ascending order. */
export function highTokens(values: readonly number[], count: number): number[] {
  return [...values.keys()]
    .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** Coefficients of one answer's loss (eq. 5): `lambda` shared by its high tokens, the rest by the others. */
export function tokenCoefficients(values: readonly number[], { lambda, fraction }: VaOpdSettings): number[] {
  const count = highCount(values.length, fraction);
  const others = values.length - count;
  const high = new Set(highTokens(values, count));
  // If one group has no tokens, the other carries all of the loss.
  const share = others === 0 ? 1 : lambda;
  const highShare = count === 0 ? 0 : share;
  return values.map((_, t) => (high.has(t) ? highShare / count : (1 - highShare) / others));
}

function mistakeIn({ tau, lambda, fraction }: VaOpdSettings): string | null {
  if (!(tau > 0)) return `a temperature of ${tau} is not above 0`;
  if (!(lambda >= 0 && lambda <= 1)) return `a share of ${lambda} is not between 0 and 1`;
  return fraction >= 0 && fraction <= 1 ? null : `a fraction of ${fraction} is not between 0 and 1`;
}

function computeWeights(group: readonly Member[], settings: VaOpdSettings): Outcome<Weights> {
  const mistake = mistakeIn(settings);
  if (mistake !== null) return failure("badInput", mistake);
  const read = logProbsOf(group, ["teacher", "degraded"]);
  if (!read.ok) return read;
  const [clear = [], degraded = []] = read.value;
  const empty = clear.findIndex((row) => row.length === 0);
  if (empty >= 0) return failure("badInput", `answer ${empty} has no tokens`);
  const gains = clear.map((row, k) =>
    row.map((nats, t) => Math.max(0, boundedGap(nats, degraded[k]?.[t] as number))),
  );
  const means = gains.map((row) => row.reduce((sum, gain) => sum + gain, 0) / row.length);
  const { deviation, values } = standardised(means);
  const perAnswer = softmax(values as readonly number[], settings.tau);
  const within = gains.map((row) => tokenCoefficients(row, settings));
  const perToken = within.map((row, k) => row.map((coefficient) => coefficient * (perAnswer[k] as number)));
  const high = gains.map((row) => {
    const chosen = new Set(highTokens(row, highCount(row.length, settings.fraction)));
    return row.map((_, t) => (chosen.has(t) ? 1 : 0));
  });
  const arbitrary = gains.flatMap((row, k) =>
    row.every((gain) => gain === 0)
      ? [`No token of answer ${k} gains from the image, so its high tokens are simply the first ones.`]
      : [],
  );
  return success({
    perAnswer,
    perToken,
    trail: [
      ofTokens("a", "visual advantage", "max(ln q(y|v) − ln q(y|ṽ), 0) (eq. 2)", gains),
      ofAnswers("ā", "mean advantage", "mean of a over the answer (eq. 3)", means),
      ofGroup("σ", "deviation", "population deviation of ā", deviation),
      ofAnswers("ẑ", "standardised", "(ā − μ) / (σ + 10⁻⁶) (eq. 3)", values),
      ofAnswers("w", "weight", "softmax(ẑ / τ_{w}) (eq. 4)", perAnswer),
      ofTokens("V", "high tokens", "the ⌈f T⌉ largest a, ties in order (eq. 5)", high),
      ofTokens("c", "coefficient", "λ/|V| if high, else (1 − λ)/|L| (eq. 5)", within),
    ],
    remarks: [...unboundedRemarks(clear, degraded), ...arbitrary],
  });
}

export const vaOpd: Gate<VaOpdSettings> = {
  id: "va-opd",
  title: "VA-OPD: visual advantage",
  idea: "An answer, and within it a token, counts more if the image makes it more likely than a degraded copy does.",
  formula: "w = softmax(ẑ / τ_{w}),  L = Σ w (λ mean over V + (1 − λ) mean over the rest)",
  source: "arXiv 2605.21924, eq. 2 to 6, and its authors' release",
  needs: ["teacher", "degraded"],
  judges: false,
  knobs: {
    tau: {
      symbol: "τ_{w}",
      name: "temperature over answers",
      equation: "w = softmax(ẑ / τ_{w}) (eq. 4)",
      least: 0.1,
      most: 5,
      step: 0.1,
    },
    lambda: {
      symbol: "λ",
      name: "share of the high tokens",
      equation: "λ/|V| if high, else (1 − λ)/|L| (eq. 5)",
      least: 0,
      most: 1,
      step: 0.05,
    },
    fraction: {
      symbol: "f",
      name: "fraction of tokens that are high",
      equation: "|V| = ⌈f T⌉ (eq. 5)",
      least: 0,
      most: 1,
      step: 0.05,
    },
  },
  choices: {},
  conventions: [],
  start: { tau: 1, lambda: 0.5, fraction: 0.2 },
  columns: { score: "ā", advantage: "ẑ", weight: "w" },
  signals: {
    kind: "weights",
    source: "VA-OPD eq. 4 to 6",
    weight: "K w · T c",
    loss: "K w · T c · KL(student ‖ teacher)",
    teacher: "teacher",
  },
  weightScale: (_, answers) => ({ most: 1, ungated: answers === 0 ? null : 1 / answers }),
  computeWeights,
};
