import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { hostilePairs, mildPairs } from "../arbitrary.testing.ts";
import { differences } from "../central-differences.testing.ts";
import type { DivergenceKind } from "../divergences/definition.ts";
import golden from "../golden.json" with { type: "json" };
import { entropy, logSoftmax } from "../rows/logits.ts";
import { divergenceOf } from "../support/support.ts";
import { totalVariation } from "./divergence.ts";
import { surrogate } from "./estimators.ts";
import { divergenceGradient, entropyGradient, largestEntries, surrogateGradient } from "./gradient.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);

function expectClose(actual: Float64Array | null, expected: readonly number[]) {
  expect(actual?.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual?.[i] ?? NaN) - value)).toBeLessThan(1e-7);
}

test("golden gradients", () => {
  const expected = golden.gradients;
  expectClose(divergenceGradient({ kind: "forwardKl" }, p, q), expected.forwardKl);
  expectClose(divergenceGradient({ kind: "reverseKl" }, p, q), expected.reverseKl);
  for (const { beta, value } of expected.jsd)
    expectClose(divergenceGradient({ kind: "jsd", beta }, p, q), value);
  expectClose(entropyGradient(p), expected.entropy);
  expectClose(divergenceGradient({ kind: "totalVariation" }, p, q), expected.totalVariation);
  const { sampled } = expected.surrogate;
  expectClose(
    surrogateGradient(p, golden.estimators.gap[sampled] as number, sampled),
    expected.surrogate.value,
  );
});

test("the sign of the reverse KL's gradient is not that of p - q", () => {
  expect(Math.exp(p[2] as number)).toBeGreaterThan(Math.exp(q[2] as number));
  expect((divergenceGradient({ kind: "reverseKl" }, p, q) as Float64Array)[2]).toBeLessThan(0);
});

const kinds: readonly DivergenceKind[] = [
  { kind: "forwardKl" },
  { kind: "reverseKl" },
  { kind: "jsd", beta: 0 },
  { kind: "jsd", beta: 0.1 },
  { kind: "jsd", beta: 0.5 },
  { kind: "jsd", beta: 1 },
];

test("gradients agree with central differences", () => {
  fc.assert(
    fc.property(
      mildPairs,
      fc.constantFrom(...kinds),
      fc.constantFrom(0.7, 1, 2),
      ({ logits, teacher }, kind, temperature) => {
        const student = logSoftmax(logits, temperature);
        const full = divergenceGradient(kind, student, teacher, temperature) as Float64Array;
        const expected = [
          [full, differences(logits, (lp) => divergenceOf(kind, { student: lp, teacher }), temperature)],
          [entropyGradient(student, temperature), differences(logits, entropy, temperature)],
          [
            surrogateGradient(student, 1.5, 0, temperature) as Float64Array,
            differences(logits, (lp) => surrogate(1.5, lp[0] as number), temperature),
          ],
        ] as const;
        for (const [gradient, slopes] of expected) {
          for (const [j, slope] of slopes.entries()) {
            expect(Math.abs((gradient[j] as number) - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
          }
        }
      },
    ),
  );
});

test("the total variation's gradient agrees with central differences where no two probabilities are equal", () => {
  fc.assert(
    fc.property(mildPairs, fc.constantFrom(0.7, 1, 2), ({ logits, teacher }, temperature) => {
      const student = logSoftmax(logits, temperature);
      fc.pre(student.every((logProb, j) => Math.abs(logProb - (teacher[j] as number)) > 1e-3));
      const gradient = divergenceGradient(
        { kind: "totalVariation" },
        student,
        teacher,
        temperature,
      ) as Float64Array;
      const slopes = differences(logits, (lp) => totalVariation(lp, teacher), temperature);
      for (const [j, slope] of slopes.entries()) {
        expect(Math.abs((gradient[j] as number) - slope)).toBeLessThan(1e-8);
      }
    }),
  );
});

test("gradients sum to 0 and are never NaN, also with masked tokens", () => {
  fc.assert(
    fc.property(hostilePairs, fc.constantFrom(...kinds), ({ student, teacher }, kind) => {
      const gradients = [
        divergenceGradient(kind, student, teacher),
        surrogateGradient(student, 2, student.length - 1),
        entropyGradient(student),
        divergenceGradient({ kind: "totalVariation" }, student, teacher),
      ];
      for (const gradient of gradients) {
        if (gradient === null) continue;
        const scale = gradient.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
        expect(Math.abs(gradient.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-9 * scale);
      }
    }),
    { numRuns: extent(100, 20000, "pairs of random rows") },
  );
});

test("an infinite divergence or gap has no gradient", () => {
  const [student, teacher] = [logSoftmax([1, 1]), logSoftmax([1, -Infinity])];
  expect(divergenceGradient({ kind: "reverseKl" }, student, teacher)).toBeNull();
  expect(surrogateGradient(student, Infinity, 0)).toBeNull();
});

test("the largest entries, by magnitude and then by id", () => {
  expect([...largestEntries(Float64Array.of(0.1, -0.3, 0.3, 0), 3)]).toEqual([1, 2, 0]);
});
