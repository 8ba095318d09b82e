/**
 * Squared Hellinger distance, `1 - sum sqrt(p q)`: a number between 0 and 1 and not nats. It is summed as
 * `1/2 sum (sqrt p - sqrt q)^2`, which is equal if the bins of both sides contain all of the mass, and does not cancel.
 */
import { type DivergenceDefinition, PLAIN, SUMMED } from "./definition.ts";

export const squaredHellinger: DivergenceDefinition = {
  ...PLAIN,
  id: "squaredHellinger",
  title: "Squared Hellinger",
  about: "How little the sides overlap: 0 if they agree, 1 if no token is possible for both.",
  source: "Hellinger 1909; Le Cam & Yang, Asymptotics in Statistics, 2000",
  unit: "",
  symbol: () => "H²(p, q)",
  formula: () => "1 − Σ √(p q)",
  between: (student, teacher) => `H²(${student}, ${teacher})`,
  bound: () => 1,
  value({ student, teacher }) {
    const terms = student.map(
      (logProb, bin) => (Math.exp(logProb / 2) - Math.exp((teacher[bin] as number) / 2)) ** 2,
    );
    return terms.reduce((sum, term) => sum + term, 0) / 2;
  },
  binGradients: ({ student, teacher }) =>
    student.map(
      (logProb, bin) => (Math.exp(logProb) - Math.exp((logProb + (teacher[bin] as number)) / 2)) / 2,
    ),
  kernel: SUMMED,
};
