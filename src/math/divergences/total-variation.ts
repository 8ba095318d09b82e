/** Total variation, `1/2 sum |p - q|`: our diagnostic. */
import { totalVariation as totalVariationOf } from "../loss/divergence.ts";
import { type DivergenceDefinition, PLAIN, SUMMED, weighted } from "./definition.ts";

export const totalVariation: DivergenceDefinition = {
  ...PLAIN,
  id: "totalVariation",
  title: "Total variation",
  about: "The probability mass that would have to move to turn one distribution into the other.",
  source: "our diagnostic",
  unit: "share of mass",
  symbol: () => "TV",
  formula: () => "½ Σ |p − q|",
  between: (student, teacher) => `TV(${student}, ${teacher})`,
  bound: () => 1,
  value: ({ student, teacher }) => totalVariationOf(student, teacher),
  // Valid where no two probabilities are equal.
  binGradients: ({ student, teacher }) =>
    student.map((logProb, bin) =>
      weighted(logProb, Math.sign(Math.exp(logProb) - Math.exp(teacher[bin] as number)) / 2),
    ),
  kernel: SUMMED,
};
