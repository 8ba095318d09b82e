/** VA-OPD on an answer of ten tokens, and on the four siblings of its method figure (arXiv 2605.21924). */
import type { Outcome } from "../../base/outcome.ts";
import type { Member, Weights } from "../../gate/gate.ts";
import { vaOpd } from "../../gate/va-opd.ts";

/** A token, and its log-probability for a teacher with the clear image and with a degraded one. Made up, and labelled so. */
const TOKENS = [
  ["There", -0.02, -0.03],
  [" is", -0.01, -0.01],
  [" a", -0.05, -0.08],
  [" fox", -0.15, -2.6],
  [" on", -0.04, -0.05],
  [" the", -0.01, -0.02],
  [" red", -0.1, -1.1],
  [" plate", -0.03, -0.13],
  [".", -0.02, -0.01],
  ["<end>", -0.01, -0.01],
] as const;

export const ADVANTAGE_TOKENS: readonly string[] = TOKENS.map(([text]) => text);

const ANSWER: Member = {
  logProbs: { teacher: TOKENS.map(([, clear]) => clear), degraded: TOKENS.map(([, , dim]) => dim) },
  correct: null,
};

/** Share of an answer's tokens that count as high (eq. 5). */
const FRACTION = 0.2;

/** Advantages and coefficients of the ten tokens. Faults: badInput, for a lambda outside 0 to 1. */
export function weighTokens(lambda: number): Outcome<Weights> {
  return vaOpd.computeWeights([ANSWER], { ...vaOpd.start, lambda, fraction: FRACTION });
}

/** Mean advantages of the method figure. */
export const FIGURE_MEANS = [0.045, 0.03, 0.02, 0.01] as const;

/** Weights of the four siblings, computed by the gate from one-token answers with these advantages. */
export function weighSiblings(): Outcome<Weights> {
  const group = FIGURE_MEANS.map((mean) => ({
    logProbs: { teacher: [-0.1], degraded: [-0.1 - mean] },
    correct: null,
  }));
  return vaOpd.computeWeights(group, vaOpd.start);
}

/** The share of the sum in the largest fifth of the values, or null where the sum is 0. */
export function shareOfTopFifth(values: readonly number[]): number | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const held = [...values].sort((a, b) => b - a).slice(0, Math.ceil(values.length / 5 - 1e-9));
  return held.reduce((sum, value) => sum + value, 0) / total;
}
