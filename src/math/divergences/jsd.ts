/**
 * Generalised Jensen–Shannon divergence, `beta KL(q‖m) + (1 - beta) KL(p‖m)`, beta the weight of the teacher (Vision-OPD
 * §3.2, arXiv 2605.18740; GKD §3, arXiv 2306.13649).
 */
import { jensenShannon, logMixture } from "../loss/divergence.ts";
import { type DivergenceDefinition, PLAIN, parameterText, SUMMED, weighted } from "./definition.ts";

export const jsd: DivergenceDefinition = {
  ...PLAIN,
  id: "jsd",
  title: "JSD",
  about: "The Jensen–Shannon divergence: bounded, and finite for any two distributions.",
  source: "Vision-OPD §3.2",
  parameter: {
    name: "beta",
    symbol: "β",
    words: "weight of the teacher",
    least: 0,
    most: 1,
    step: 0.1,
    start: 0.5,
  },
  symbol: (beta) => `JSD_{${parameterText(beta)}}`,
  formula(beta) {
    const [teacher, student] = [parameterText(beta), parameterText(1 - beta)];
    return `${teacher} KL(q ‖ m) + ${student} KL(p ‖ m), m = ${teacher} q + ${student} p`;
  },
  between: (student, teacher, beta) => `JSD_{${parameterText(beta)}}(${teacher} ‖ ${student})`,
  bound: (beta) => -beta * Math.log(beta) - (1 - beta) * Math.log1p(-beta),
  /** At exactly 0 and 1, as released; the formula itself tends to 0 there. */
  settled(beta) {
    if (beta === 0) return { kind: "forwardKl" };
    return beta === 1 ? { kind: "reverseKl" } : null;
  },
  value: ({ student, teacher }, beta) => jensenShannon(student, teacher, beta),
  binGradients({ student, teacher }, beta) {
    const mixture = logMixture(student, teacher, beta);
    return student.map((logProb, bin) =>
      weighted(logProb, (1 - beta) * (logProb - (mixture[bin] as number))),
    );
  },
  kernel: SUMMED,
};
