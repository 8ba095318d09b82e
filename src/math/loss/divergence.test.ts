import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { hostilePairs } from "../arbitrary.testing.ts";
import golden from "../golden.json" with { type: "json" };
import { entropy, logSoftmax } from "../rows/logits.ts";
import { crossEntropy, forwardKl, jensenShannon, reverseKl, totalVariation } from "./divergence.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-7);

test("golden divergences of fixture A", () => {
  const expected = golden.divergence;
  near(forwardKl(p, q), expected.forwardKl);
  near(reverseKl(p, q), expected.reverseKl);
  for (const { beta, value } of expected.jsd) near(jensenShannon(p, q, beta), value);
  near(crossEntropy({ from: q, to: p }), expected.crossEntropyTeacherStudent);
  near(crossEntropy({ from: p, to: q }), expected.crossEntropyStudentTeacher);
  near(totalVariation(p, q), expected.totalVariation);
});

test("golden divergences of fixture B", () => {
  const [student, teacher] = [
    golden.fixtureB.studentProbs.map(Math.log),
    golden.fixtureB.teacherProbs.map(Math.log),
  ];
  near(forwardKl(student, teacher), golden.fixtureB.forwardKl);
  near(reverseKl(student, teacher), golden.fixtureB.reverseKl);
});

test("golden divergences at another temperature", () => {
  const { temperature, reverseKl: value, jsdHalf } = golden.temperature;
  const [student, teacher] = [golden.fixtureA.student, golden.fixtureA.teacher].map((z) =>
    logSoftmax(z, temperature),
  );
  near(reverseKl(student as Float64Array, teacher as Float64Array), value);
  near(jensenShannon(student as Float64Array, teacher as Float64Array, 0.5), jsdHalf);
});

test("a masked teacher makes only the reverse KL infinite", () => {
  const { student, teacher, forwardKl: forward, jsdHalf } = golden.maskedTeacher;
  const [lp, lq] = [logSoftmax(student), logSoftmax(teacher.map(Number))];
  near(forwardKl(lp, lq), forward);
  expect(reverseKl(lp, lq)).toBe(Infinity);
  near(jensenShannon(lp, lq, 0.5), jsdHalf);
});

test("beta weighs the teacher in the mixture and in front: not the swapped mixture", () => {
  for (const { beta, value } of golden.swappedMixture.values) {
    expect(Math.abs(jensenShannon(p, q, beta) - value)).toBeGreaterThan(0.1);
  }
});

test("the ends: exactly 0 and 1 are KL, close to them the divergence is scaled by beta", () => {
  expect(jensenShannon(p, q, 0)).toBe(forwardKl(p, q));
  expect(jensenShannon(p, q, 1)).toBe(reverseKl(p, q));
  const { nearForward, nearReverse } = golden.divergence;
  near(jensenShannon(p, q, nearForward.beta) / nearForward.beta, nearForward.jsdOverBeta);
  near(jensenShannon(p, q, 1 - nearReverse.oneMinusBeta) / nearReverse.oneMinusBeta, nearReverse.jsdOverRest);
});

test("a hair from the ends: the slope is the KL, as far as float64 can tell, and no hostile row breaks the bounds", () => {
  // What is left of (1 - beta) * KL once the larger part has rounded to a multiple of 2^-53.
  const rest = 1e-9;
  expect(Math.abs(jensenShannon(p, q, 1 - rest) / rest - reverseKl(p, q))).toBeLessThan(
    4 * (2 ** -53 / rest),
  );
  expect(Math.abs(jensenShannon(p, q, rest) / rest - forwardKl(p, q))).toBeLessThan(4 * (2 ** -53 / rest));
  fc.assert(
    fc.property(hostilePairs, fc.constantFrom(1e-6, 1 - 1e-9), ({ student, teacher }, beta) => {
      const jsd = jensenShannon(student, teacher, beta);
      const bound = -beta * Math.log(beta) - (1 - beta) * Math.log1p(-beta);
      const convex = beta * forwardKl(student, teacher) + (1 - beta) * reverseKl(student, teacher);
      expect(jsd).toBeGreaterThan(-1e-12);
      expect(jsd).toBeLessThan(bound + 1e-12);
      expect(jsd).toBeLessThan(convex + 1e-12);
      expect(Math.abs(jsd - jensenShannon(teacher, student, 1 - beta))).toBeLessThan(1e-12);
    }),
    { numRuns: extent(100, 20000, "pairs of random rows") },
  );
});

test("laws of divergences, also with masked and one-hot rows", () => {
  fc.assert(
    fc.property(hostilePairs, fc.constantFrom(0.1, 0.25, 0.5, 0.9), ({ student, teacher }, beta) => {
      const [forward, reverse] = [forwardKl(student, teacher), reverseKl(student, teacher)];
      const jsd = jensenShannon(student, teacher, beta);
      const distance = totalVariation(student, teacher);
      for (const value of [forward, reverse, jsd, distance]) expect(value).toBeGreaterThan(-1e-9);
      const bound = -beta * Math.log(beta) - (1 - beta) * Math.log(1 - beta);
      expect(jsd).toBeLessThan(bound + 1e-9);
      expect(Math.abs(jsd - jensenShannon(teacher, student, 1 - beta))).toBeLessThan(1e-9);
      expect(distance).toBeLessThan(1 + 1e-12);
      expect(distance).toBeLessThan(Math.sqrt(Math.max(0, Math.min(forward, reverse)) / 2) + 1e-7);
      expect(crossEntropy({ from: student, to: teacher })).toSatisfy((value: number) =>
        reverse === Infinity
          ? value === Infinity
          : Math.abs(value - entropy(student) - reverse) < 1e-6 * (1 + value),
      );
    }),
    { numRuns: extent(100, 20000, "pairs of random rows") },
  );
});

test("the bound of the Jensen–Shannon divergence is reached by rows that share nothing", () => {
  for (const { beta, value } of golden.divergence.jsdBound)
    near(jensenShannon([0, -Infinity], [-Infinity, 0], beta), value);
});

test("equal rows differ by nothing", () => {
  fc.assert(
    fc.property(hostilePairs, ({ student: row }) => {
      expect(forwardKl(row, row)).toBe(0);
      expect(reverseKl(row, row)).toBe(0);
      expect(totalVariation(row, row)).toBe(0);
      expect(Math.abs(jensenShannon(row, row, 0.1))).toBeLessThan(1e-12);
    }),
  );
});
