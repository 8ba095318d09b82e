/** Reverse Kullback–Leibler divergence, `KL(p‖q)` (V-Zero eq. 22, arXiv 2606.25319; VA-OPD eq. 5, arXiv 2605.21924). */
import { reverseKl as reverseKlOf } from "../loss/divergence.ts";
import { type DivergenceDefinition, PLAIN, SUMMED, weighted } from "./definition.ts";

export const reverseKl: DivergenceDefinition = {
  ...PLAIN,
  id: "reverseKl",
  title: "Reverse KL",
  about: "Large if tokens that are likely for the student are unlikely for the other side: mode-seeking.",
  source: "V-Zero eq. 22, VA-OPD eq. 5",
  symbol: () => "KL(p ‖ q)",
  formula: () => "Σ p (ln p − ln q)",
  between: (student, teacher) => `KL(${student} ‖ ${teacher})`,
  value: ({ student, teacher }) => reverseKlOf(student, teacher),
  // The 1 cancels where the bins hold all of the mass.
  binGradients: ({ student, teacher }) =>
    student.map((logProb, bin) => weighted(logProb, logProb - (teacher[bin] as number) + 1)),
  kernel: { ...SUMMED, finished: ({ value, orphans }) => (Math.exp(orphans.student) > 0 ? Infinity : value) },
};
