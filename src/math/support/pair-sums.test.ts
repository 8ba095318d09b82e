/** One walk over the vocabulary gives what the single formulas give. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { crossEntropy, forwardKl, jensenShannon, reverseKl, totalVariation } from "../loss/divergence.ts";
import { entropy, logSoftmax, logSumExp } from "../rows/logits.ts";
import { pairSums, softmax } from "./pair-sums.ts";

/** Rows of the same length, ordinary, far apart or masked in part, each with a finite logit. */
const logit = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -12, max: 12, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -900, max: 0, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(-Infinity) },
);
const rows = fc
  .integer({ min: 1, max: 9 })
  .chain((length) => fc.tuple(...[0, 1].map(() => fc.array(logit, { minLength: length, maxLength: length }))))
  .map((pair) => pair.map((row, side) => [...row, side]) as [number[], number[]]);
const temperature = fc.constantFrom(0.5, 1, 3);
const beta = fc.constantFrom(0, 0.1, 0.5, 0.9, 1);

function expectNear(found: number, expected: number): void {
  if (Number.isFinite(expected))
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected)));
  else expect(found).toBe(expected);
}

test("the sums of a pair are those of the formulas", () => {
  fc.assert(
    fc.property(rows, temperature, beta, ([student, teacher], tau, weight) => {
      const sums = pairSums(softmax(student, tau), softmax(teacher, tau), weight);
      const [p, q] = [logSoftmax(student, tau), logSoftmax(teacher, tau)];
      expectNear(sums.forwardKl, forwardKl(p, q));
      expectNear(sums.reverseKl, reverseKl(p, q));
      expectNear(sums.forwardCrossEntropy, crossEntropy({ from: q, to: p }));
      expectNear(sums.reverseCrossEntropy, crossEntropy({ from: p, to: q }));
      expectNear(sums.jsd, jensenShannon(p, q, weight));
      expectNear(sums.totalVariation, totalVariation(p, q));
    }),
    { numRuns: extent(300, 50000, "pairs of random rows") },
  );
});

test("a softmax is that of the formulas", () => {
  fc.assert(
    fc.property(rows, temperature, ([row], tau) => {
      const side = softmax(row, tau);
      expect(side.logProbs).toEqual(logSoftmax(row, tau));
      expectNear(side.logSumExp, logSumExp(row, tau));
      expectNear(side.entropy, entropy(side.logProbs));
      for (const [token, logProb] of side.logProbs.entries())
        expectNear(side.probabilities[token] as number, Math.exp(logProb));
    }),
  );
});

test("what is all but impossible for both sides is no infinity", () => {
  const [student, teacher] = [softmax([0, -744.4], 1), softmax([0, -Infinity], 1)];
  expect(pairSums(student, teacher, 0.9).jsd).toBeLessThan(1e-300);
});
