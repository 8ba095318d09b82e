import fc from "fast-check";
import { expect, test } from "vitest";
import { mildPairs } from "../arbitrary.testing.ts";
import golden from "../golden.json" with { type: "json" };
import { logSoftmax } from "../rows/logits.ts";
import { reverseKl } from "./divergence.ts";
import {
  clampedK1,
  clampedK3,
  emptyEstimates,
  estimateInto,
  k1,
  k2,
  k3,
  logRatio,
  surrogate,
} from "./estimators.ts";
import { divergenceGradient, surrogateGradient } from "./gradient.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);
const gaps = Array.from(p, (logProb, token) => logRatio(logProb, q[token] as number));
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-7);
const underStudent = (values: readonly number[]) =>
  values.reduce((sum, value, token) => sum + Math.exp(p[token] as number) * value, 0);

test("golden estimates", () => {
  const { gap, k2: second, k3: third, meanK1, meanK2, meanK3 } = golden.estimators;
  for (const [token, value] of gaps.entries()) {
    near(value, gap[token] as number);
    near(k2(value), second[token] as number);
    near(k3(value), third[token] as number);
  }
  near(underStudent(gaps.map(k1)), meanK1);
  near(underStudent(gaps.map(k2)), meanK2);
  near(underStudent(gaps.map(k3)), meanK3);
  const { sampled, loss } = golden.gradients.surrogate;
  near(surrogate(gaps[sampled] as number, p[sampled] as number), loss);
});

test("under enumeration k1 and k3 have the mean of the reverse KL, and k3 is never negative", () => {
  fc.assert(
    fc.property(mildPairs, ({ student, teacher }) => {
      const exact = reverseKl(student, teacher);
      const means = [k1, k3].map((estimate) =>
        student.reduce((sum, logProb, token) => {
          const value = estimate(logRatio(logProb, teacher[token] as number));
          if (estimate === k3) expect(value).toBeGreaterThanOrEqual(0);
          return sum + Math.exp(logProb) * value;
        }, 0),
      );
      for (const mean of means) expect(Math.abs(mean - exact)).toBeLessThan(1e-9);
    }),
  );
});

test("expected direct gradients: k1 none, k2 the reverse KL's, k3 the forward KL's, the surrogate the reverse KL's", () => {
  fc.assert(
    fc.property(mildPairs, ({ student, teacher }) => {
      // d(estimate)/dz of one sample is estimate'(gap) (1[j = y] - p_j); its mean over y ~ p follows.
      const expected = (slope: (gap: number) => number) => {
        const sum = new Float64Array(student.length);
        for (const [y, logProb] of student.entries()) {
          const scale = Math.exp(logProb) * slope(logRatio(logProb, teacher[y] as number));
          for (const [j, slopeOfLogProb] of (surrogateGradient(student, 1, y) ?? []).entries()) {
            sum[j] = (sum[j] as number) + scale * slopeOfLogProb;
          }
        }
        return sum;
      };
      const reverse = divergenceGradient({ kind: "reverseKl" }, student, teacher) as Float64Array;
      const forward = divergenceGradient({ kind: "forwardKl" }, student, teacher) as Float64Array;
      for (const [slope, gradient] of [
        [() => 1, new Float64Array(student.length)],
        [(gap: number) => gap, reverse],
        [(gap: number) => 1 - Math.exp(-gap), forward],
      ] as const) {
        for (const [j, value] of expected(slope).entries()) {
          expect(Math.abs(value - (gradient[j] as number))).toBeLessThan(1e-9);
        }
      }
    }),
  );
});

test("infinite gaps stay infinite and nothing is NaN", () => {
  expect([logRatio(-Infinity, -Infinity), logRatio(-1, -Infinity), logRatio(-Infinity, -1)]).toEqual([
    0,
    Infinity,
    -Infinity,
  ]);
  expect([k2, k3].map((estimate) => estimate(Infinity))).toEqual([Infinity, Infinity]);
  expect([k2, k3].map((estimate) => estimate(-Infinity))).toEqual([Infinity, Infinity]);
  expect([Infinity, -Infinity, 3].map(clampedK1)).toEqual([10, -10, 3]);
  expect([Infinity, -Infinity].map(clampedK3)).toEqual([10, 10]);
});

test("whatever the two log-probabilities, no estimate is NaN", () => {
  const logProbs = [0, -1e-300, -1, -1e4, -Infinity];
  for (const student of logProbs) {
    for (const teacher of logProbs) {
      const estimates = emptyEstimates(1);
      estimateInto(estimates, 0, student, teacher);
      for (const [value] of Object.values(estimates)) expect(value).not.toBeNaN();
    }
  }
  expect([surrogate(0, -Infinity), surrogate(Infinity, 0), surrogate(Infinity, -1)]).toEqual([
    0,
    -Infinity,
    -Infinity,
  ]);
  expect(surrogate(-Infinity, -Infinity)).toBe(Infinity);
});
