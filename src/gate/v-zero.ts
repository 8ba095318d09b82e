/**
 * V-Zero (arXiv 2606.25319): answers that depend on the evidence count more. The teacher scores each answer with a crop of
 * the target region (positive) and with an irrelevant crop (negative). Paper and code differ: the paper has neither alpha
 * (1 reproduces it; the code's default is 0.5) nor gamma (1 reproduces it).
 */
import { failure, success } from "../base/outcome.ts";
import { clamp } from "../math/loss/estimators.ts";
import { mean, standardised } from "../math/statistics/statistics.ts";
import { boundedGap, type Gate, logProbsOf, ofAnswers, ofGroup, ofTokens, unboundedRemarks } from "./gate.ts";

export type VZeroSettings = {
  /** How strongly the weight follows the advantage. */
  readonly alpha: number;
  /** The weight of tokens that are less likely with the evidence; 0 ignores them. */
  readonly gamma: number;
  readonly least: number;
  readonly most: number;
  /** How tokens share an answer's weight: per answer, as in eq. 22, or equally over all tokens, as in the released configuration. */
  readonly mean: "sequence" | "token";
};

/** `relu(gap) - gamma relu(-gap)`. */
export function tokenScore(gap: number, gamma: number): number {
  return gap >= 0 ? gap : gamma * gap;
}

/**
 * The coefficient of every token in the objective: by sequence `w / (G T)`, where G is the number of answers with tokens
 * (eq. 22); by token `w / sum T`.
 */
export function coefficients(
  weights: readonly number[],
  lengths: readonly number[],
  mean: VZeroSettings["mean"],
): number[][] {
  const counted = lengths.filter((length) => length > 0).length;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length, g) =>
    new Array<number>(length).fill((weights[g] as number) / (mean === "token" ? total : counted * length)),
  );
}

export const vZero: Gate<VZeroSettings> = {
  id: "v-zero",
  title: "V-Zero: contrastive evidence gating",
  idea: "An answer counts more if the evidence crop makes its tokens more likely than an irrelevant crop does.",
  formula: "w = clip(1 + α (p − μ) / (σ + 10⁻⁶), w_{min}, w_{max})",
  source: "arXiv 2606.25319, eq. 17 to 24; evidence_weighting.py at cda1777",
  needs: ["positive", "negative"],
  judges: false,
  knobs: {
    alpha: { symbol: "α", name: "strength", equation: "w = 1 + α a (eq. 22)", least: 0, most: 2, step: 0.05 },
    gamma: {
      symbol: "γ",
      name: "penalty for negative gaps",
      equation: "s = max(Δ, 0) − γ max(−Δ, 0)",
      least: 0,
      most: 1,
      step: 0.05,
    },
    least: {
      symbol: "w_{min}",
      name: "smallest weight",
      equation: "clip, eq. 22",
      least: 0,
      most: 1,
      step: 0.05,
    },
    most: {
      symbol: "w_{max}",
      name: "largest weight",
      equation: "clip, eq. 22",
      least: 1,
      most: 4,
      step: 0.1,
    },
  },
  choices: {
    mean: {
      name: "Mean over",
      equation: "eq. 22 divides by G and T; the released configuration by all tokens",
      options: [
        { value: "sequence", name: "each answer" },
        { value: "token", name: "all tokens" },
      ],
    },
  },
  conventions: [
    {
      name: "Paper",
      settings: { alpha: 1, gamma: 1, mean: "sequence" },
      note: "The paper has neither α nor γ, which corresponds to 1 for both, and takes the mean of each answer first.",
    },
    {
      name: "Released code",
      settings: { alpha: 0.5, gamma: 1, mean: "token" },
      note: "The code’s default is α = 0.5, and its configuration takes one mean over all tokens.",
    },
  ],
  start: { alpha: 1, gamma: 1, least: 0, most: 2, mean: "sequence" },
  columns: { score: "p", advantage: "a", weight: "w" },
  signals: {
    kind: "weights",
    source: "V-Zero eq. 22",
    weight: "w = clip(1 + α a, w_{min}, w_{max})",
    loss: "w · KL(student ‖ positive)",
    teacher: "positive",
  },
  weightScale: ({ most }) => ({ most: Math.max(1, most), ungated: 1 }),
  computeWeights(group, { alpha, gamma, least, most, mean: over }) {
    if (!(least <= most))
      return failure("badInput", `the smallest weight ${least} is above the largest ${most}`);
    const read = logProbsOf(group, ["positive", "negative"]);
    if (!read.ok) return read;
    const [positive = [], negative = []] = read.value;
    const gaps = positive.map((row, g) => row.map((nats, t) => boundedGap(nats, negative[g]?.[t] as number)));
    const scores = gaps.map((row) => mean(row.map((gap) => tokenScore(gap, gamma))));
    const { middle, deviation, values } = standardised(scores);
    const perAnswer = values.map((advantage) =>
      advantage === null ? 0 : clamp(1 + alpha * advantage, least, most),
    );
    return success({
      perAnswer,
      perToken: coefficients(
        perAnswer,
        gaps.map((row) => row.length),
        over,
      ),
      trail: [
        ofTokens("Δ", "evidence gap", "ln q(y|z⁺) − ln q(y|z⁻) (eq. 17)", gaps),
        ofAnswers("p", "evidence score", "mean of max(Δ,0) − γ max(−Δ,0)", scores),
        ofGroup("μ", "mean score", "mean of p over the group", middle),
        ofGroup("σ", "deviation", "population deviation of p", deviation),
        ofAnswers("a", "advantage", "(p − μ) / (σ + 10⁻⁶)", values),
        ofAnswers("w", "weight", "clip(1 + α a, w_{min}, w_{max}) (eq. 22)", perAnswer),
      ],
      remarks: unboundedRemarks(positive, negative),
    });
  },
};
