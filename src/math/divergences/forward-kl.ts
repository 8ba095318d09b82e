/** Forward Kullback–Leibler divergence, `KL(q‖p)` (Vision-OPD's code, arXiv 2605.18740, with alpha = 0). */
import { forwardKl as forwardKlOf } from "../loss/divergence.ts";
import { type DivergenceDefinition, PLAIN, SUMMED } from "./definition.ts";

export const forwardKl: DivergenceDefinition = {
  ...PLAIN,
  id: "forwardKl",
  title: "Forward KL",
  about: "Large if tokens that are likely for the other side are unlikely for the student: mass-covering.",
  source: "Vision-OPD’s code, alpha = 0",
  symbol: () => "KL(q ‖ p)",
  formula: () => "Σ q (ln q − ln p)",
  between: (student, teacher) => `KL(${teacher} ‖ ${student})`,
  value: ({ student, teacher }) => forwardKlOf(student, teacher),
  binGradients: ({ teacher }) => teacher.map((logProb) => -Math.exp(logProb)),
  gradientAlwaysFinite: true,
  kernel: { ...SUMMED, finished: ({ value, orphans }) => (Math.exp(orphans.teacher) > 0 ? Infinity : value) },
};
