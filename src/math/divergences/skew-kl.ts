/**
 * Skew KL divergences: of one side from a mixture that contains it, so that they are finite (Lee 1999; skew KL and skew
 * reverse KL of DistiLLM, arXiv 2402.03898, where the other side has the weight 0.9).
 */
import { kullbackLeibler, logMixture } from "../loss/divergence.ts";
import { type DivergenceDefinition, PLAIN, parameterText, SUMMED, weighted } from "./definition.ts";
import { forwardKl } from "./forward-kl.ts";
import { jsd } from "./jsd.ts";
import { reverseKl } from "./reverse-kl.ts";

/** `KL(p‖lambda q + (1 - lambda) p)`. */
function skewOf(p: Float64Array, q: Float64Array, lambda: number): number {
  return kullbackLeibler({ from: p, to: logMixture(p, q, lambda) });
}

const SHARED = {
  ...PLAIN,
  source: "DistiLLM, arXiv 2402.03898; Lee 1999",
  parameter: {
    name: "lambda",
    symbol: "λ",
    words: "weight of the other side",
    least: 0,
    most: 1,
    step: 0.1,
    start: 0.9,
  },
  /** None at 1, where it is the KL divergence. */
  bound: (lambda: number) => (lambda === 1 ? null : -Math.log1p(-lambda)),
} as const satisfies Partial<DivergenceDefinition>;

/** `lambda other + (1 - lambda) own`, as a formula writes it. */
function mixed(own: string, other: string, lambda: number): string {
  return `${parameterText(lambda)} ${other} + ${parameterText(1 - lambda)} ${own}`;
}

export const skewForwardKl: DivergenceDefinition = {
  ...SHARED,
  id: "skewForwardKl",
  title: "Skew KL, forward",
  about:
    "The forward KL to a mixture of the student with a little of the other side: bounded, and always finite.",
  symbol: (lambda) => `SKL_{${parameterText(lambda)}}(q ‖ p)`,
  formula: (lambda) => `KL(q ‖ ${mixed("q", "p", lambda)})`,
  between: (student, teacher, lambda) => `SKL_{${parameterText(lambda)}}(${teacher} ‖ ${student})`,
  settled: (lambda) => (lambda === 1 ? { kind: forwardKl.id } : null),
  value: ({ student, teacher }, lambda) => skewOf(teacher, student, lambda),
  binGradients({ student, teacher }, lambda) {
    const mixture = logMixture(teacher, student, lambda);
    // The mixture contains a share of every bin that the student has, unless lambda is 0.
    const slope = (bin: number) =>
      lambda === 0 ? 0 : -lambda * Math.exp((teacher[bin] as number) - (mixture[bin] as number));
    return student.map((logProb, bin) => weighted(logProb, slope(bin)));
  },
  kernel: { ...SUMMED, shared: { file: "skewKl", constants: { forward: 1 } } },
  laws: [
    {
      words: "as λ tends to 1 it tends to the forward KL",
      gap: (bins) => skewOf(bins.teacher, bins.student, 1 - 1e-13) - forwardKl.value(bins, 0),
    },
  ],
};

export const skewReverseKl: DivergenceDefinition = {
  ...SHARED,
  id: "skewReverseKl",
  title: "Skew KL, reverse",
  about:
    "The reverse KL to a mixture of the other side with a little of the student: bounded, and always finite.",
  symbol: (lambda) => `SKL_{${parameterText(lambda)}}(p ‖ q)`,
  formula: (lambda) => `KL(p ‖ ${mixed("p", "q", lambda)})`,
  between: (student, teacher, lambda) => `SKL_{${parameterText(lambda)}}(${student} ‖ ${teacher})`,
  settled: (lambda) => (lambda === 1 ? { kind: reverseKl.id } : null),
  value: ({ student, teacher }, lambda) => skewOf(student, teacher, lambda),
  binGradients({ student, teacher }, lambda) {
    const mixture = logMixture(student, teacher, lambda);
    return student.map((logProb, bin) => {
      const log = logProb - (mixture[bin] as number);
      return weighted(logProb, log + 1 - (1 - lambda) * Math.exp(log));
    });
  },
  kernel: { ...SUMMED, shared: { file: "skewKl", constants: { forward: 0 } } },
  laws: [
    {
      words: "as λ tends to 1 it tends to the reverse KL",
      gap: (bins) => skewOf(bins.student, bins.teacher, 1 - 1e-13) - reverseKl.value(bins, 0),
    },
    {
      words: "JSD_{β} is β times the forward skew KL at 1 − β, and 1 − β times the reverse one at β",
      gap(bins, lambda) {
        // At its ends the JSD is a KL divergence, as released.
        if (lambda === 0 || lambda === 1) return null;
        const forward = skewOf(bins.teacher, bins.student, 1 - lambda);
        const reverse = skewOf(bins.student, bins.teacher, lambda);
        return lambda * forward + (1 - lambda) * reverse - jsd.value(bins, lambda);
      },
    },
  ],
};
