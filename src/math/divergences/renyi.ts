/**
 * Rényi divergences of order alpha, `ln(sum p^alpha q^(1 - alpha)) / (alpha - 1)` and with the sides exchanged (Rényi 1961; van
 * Erven & Harremoës, arXiv 1206.2459). Near alpha = 1 they are the KL divergences, which they approach there.
 */
import { logSumExp } from "../rows/logits.ts";
import { type DivergenceDefinition, type DivergenceSums, PLAIN, parameterText } from "./definition.ts";
import { forwardKl } from "./forward-kl.ts";
import { reverseKl } from "./reverse-kl.ts";
import { squaredHellinger } from "./squared-hellinger.ts";

/** This close to order 1 it is the KL divergence. */
const NEAR_ONE = 1e-3;

/** `alpha ln a + (1 - alpha) ln b` of every bin; Infinity where b = 0 < a and alpha > 1. */
function exponents(a: Float64Array, b: Float64Array, alpha: number): Float64Array {
  return a.map((logA, bin) => {
    const logB = b[bin] as number;
    if (logA === -Infinity) return -Infinity;
    if (logB === -Infinity) return alpha > 1 ? Infinity : -Infinity;
    return alpha * logA + (1 - alpha) * logB;
  });
}

/** The divergence of a from b. */
function orderAlpha(a: Float64Array, b: Float64Array, alpha: number): number {
  const all = exponents(a, b, alpha);
  return all.includes(Infinity) ? Infinity : logSumExp(all) / (alpha - 1);
}

/** Each bin's share of the sum. */
function shares(a: Float64Array, b: Float64Array, alpha: number): Float64Array {
  const all = exponents(a, b, alpha);
  const logSum = logSumExp(all);
  return all.map((exponent) => Math.exp(exponent - logSum));
}

/** From the sum minus the mass if the sum is near 1, which avoids cancellation; otherwise from its logarithm. */
function finished({ value, logSum, whole }: DivergenceSums, alpha: number): number {
  const near = whole && Math.abs(value) < 0.5;
  return (near ? Math.log1p(value) : logSum) / (alpha - 1);
}

const SHARED = {
  ...PLAIN,
  source: "Rényi 1961; van Erven & Harremoës, arXiv 1206.2459",
  isSum: false,
  parameter: { name: "alpha", symbol: "α", words: "order", least: 0.001, most: 10, step: 0.1, start: 0.5 },
} as const satisfies Partial<DivergenceDefinition>;

const scale = (alpha: number): number => 1 / Math.min(1, Math.abs(alpha - 1));
const isNearOne = (alpha: number): boolean => Math.abs(alpha - 1) <= NEAR_ONE;
/** `1 / (alpha - 1) ln` of a sum, as a formula writes it. */
const logOf = (sum: string, alpha: number): string =>
  `${parameterText(1 / (alpha - 1)).replace("-", "−")} ln ${sum}`.replace(/^1 /, "");

export const renyiForward: DivergenceDefinition = {
  ...SHARED,
  id: "renyiForward",
  title: "Rényi, forward",
  about:
    "A family that contains the forward KL: the larger the order, the more the tokens count that the student underestimates most.",
  symbol: (alpha) => `D_{${parameterText(alpha)}}(q ‖ p)`,
  formula: (alpha) => logOf(`Σ q^{${parameterText(alpha)}} p^{${parameterText(1 - alpha)}}`, alpha),
  between: (student, teacher, alpha) => `D_{${parameterText(alpha)}}(${teacher} ‖ ${student})`,
  settled: (alpha) => (isNearOne(alpha) ? { kind: forwardKl.id } : null),
  value: ({ student, teacher }, alpha) => orderAlpha(teacher, student, alpha),
  binGradients: ({ student, teacher }, alpha) => shares(teacher, student, alpha).map((share) => -share),
  kernel: {
    shared: { file: "renyi", constants: { forward: 1 } },
    finished: (sums, alpha) =>
      alpha > 1 && sums.orphans.teacher > -Infinity ? Infinity : finished(sums, alpha),
    scale,
  },
  laws: [
    {
      words: "the forward KL lies between orders a little below and a little above 1",
      gap({ student, teacher }) {
        const [below, above] = [0.998, 1.002].map((alpha) => orderAlpha(teacher, student, alpha));
        const kl = forwardKl.value({ student, teacher }, 0);
        return Math.max(0, (below ?? 0) - kl, kl - (above ?? 0));
      },
    },
  ],
};

export const renyiReverse: DivergenceDefinition = {
  ...SHARED,
  id: "renyiReverse",
  title: "Rényi, reverse",
  about:
    "A family that contains the reverse KL: the larger the order, the more the tokens count that the other side underestimates most.",
  symbol: (alpha) => `D_{${parameterText(alpha)}}(p ‖ q)`,
  formula: (alpha) => logOf(`Σ p^{${parameterText(alpha)}} q^{${parameterText(1 - alpha)}}`, alpha),
  between: (student, teacher, alpha) => `D_{${parameterText(alpha)}}(${student} ‖ ${teacher})`,
  settled: (alpha) => (isNearOne(alpha) ? { kind: reverseKl.id } : null),
  value: ({ student, teacher }, alpha) => orderAlpha(student, teacher, alpha),
  binGradients: ({ student, teacher }, alpha) =>
    shares(student, teacher, alpha).map((share) => (alpha / (alpha - 1)) * share),
  kernel: {
    shared: { file: "renyi", constants: { forward: 0 } },
    finished: (sums, alpha) =>
      alpha > 1 && sums.orphans.student > -Infinity ? Infinity : finished(sums, alpha),
    scale,
  },
  laws: [
    {
      words: "of order ½ it is −2 ln(1 − H²), H² the squared Hellinger distance",
      gap: (bins) =>
        orderAlpha(bins.student, bins.teacher, 0.5) + 2 * Math.log1p(-squaredHellinger.value(bins, 0)),
    },
    {
      words: "it never falls as its order grows",
      gap: ({ student, teacher }, alpha) =>
        Math.max(0, orderAlpha(student, teacher, 0.9 * alpha) - orderAlpha(student, teacher, alpha)),
    },
  ],
};
