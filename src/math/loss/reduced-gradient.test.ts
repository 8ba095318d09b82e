import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { hostilePairs, mildPairs } from "../arbitrary.testing.ts";
import { differences } from "../central-differences.testing.ts";
import type { Bins, DivergenceKind } from "../divergences/definition.ts";
import golden from "../golden.json" with { type: "json" };
import { logSoftmax, topK } from "../rows/logits.ts";
import { divergenceOf, keptRow, type Rest, reducedBins, reducedDivergence } from "../support/support.ts";
import { divergenceGradient } from "./gradient.ts";
import { reducedGradient } from "./reduced-gradient.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);
const rests: readonly Rest[] = ["tail", "flooredTail", "renormalise", "drop"];
const kinds: readonly DivergenceKind[] = [
  { kind: "forwardKl" },
  { kind: "reverseKl" },
  { kind: "jsd", beta: 0 },
  { kind: "jsd", beta: 0.1 },
  { kind: "jsd", beta: 0.5 },
  { kind: "jsd", beta: 1 },
];

function expectClose(actual: Float64Array | null, expected: ArrayLike<number>, within: number) {
  expect(actual?.length).toBe(expected.length);
  for (const [token, value] of Array.from(expected).entries()) {
    expect(Math.abs((actual?.[token] ?? NaN) - value)).toBeLessThan(within * (1 + Math.abs(value)));
  }
}

test("golden: top 2 and exact tail", () => {
  const { k, beta, value } = golden.gradients.topKTail;
  expectClose(reducedGradient({ kind: "jsd", beta }, p, q, topK(p, k), "tail"), value, 1e-7);
});

test("gradients agree with central differences, whatever becomes of the rest", () => {
  const choices = fc.record({
    kind: fc.constantFrom(...kinds),
    rest: fc.constantFrom(...rests),
    temperature: fc.constantFrom(0.7, 1, 2),
    k: fc.integer({ min: 1, max: 4 }),
    fromTeacher: fc.boolean(),
  });
  fc.assert(
    fc.property(mildPairs, choices, ({ logits, teacher }, { kind, rest, temperature, k, fromTeacher }) => {
      const student = logSoftmax(logits, temperature);
      const support = topK(fromTeacher ? teacher : student, k);
      const loss = (lp: Float64Array) =>
        reducedDivergence(kind, keptRow(lp, support), keptRow(teacher, support), rest) as number;
      // Differences see nothing sensible across the bound at 0 of a partial sum.
      const bins = reducedBins(keptRow(student, support), keptRow(teacher, support), rest) as Bins;
      fc.pre(rest !== "drop" || Math.abs(divergenceOf(kind, bins)) > 1e-3);
      const gradient = reducedGradient(kind, student, teacher, support, rest, temperature);
      expectClose(gradient, differences(logits, loss, temperature), 2e-6);
    }),
    { numRuns: extent(50, 5000, "pairs of random rows") },
  );
});

test.each([
  ["a tail below the floor", "flooredTail", [30, 1, 0, -1], [20, 2, 0, 3], [0]],
  ["a token below the floor", "drop", [0, -14, 2, 1], [1, 2, -1, 0], [1, 2, 3]],
] as const)("%s does not move with the logits", (_, rest, logits, other, ids) => {
  const [support, teacher] = [Uint32Array.from(ids), logSoftmax(other)];
  for (const kind of kinds) {
    const loss = (lp: Float64Array) =>
      reducedDivergence(kind, keptRow(lp, support), keptRow(teacher, support), rest) as number;
    const gradient = reducedGradient(kind, logSoftmax(logits), teacher, support, rest);
    expectClose(gradient, differences(logits, loss, 1), 1e-8);
  }
});

test("a partial sum held at 0 has no slope", () => {
  const [student, teacher] = [logSoftmax([20, 0]), logSoftmax([0, 20])];
  const gradient = reducedGradient({ kind: "forwardKl" }, student, teacher, Uint32Array.of(0), "drop");
  expect(gradient).toEqual(Float64Array.of(0, 0));
});

test("the whole vocabulary has the full divergence's gradient, and outside a renormalised support is nothing", () => {
  for (const kind of kinds) {
    expectClose(reducedGradient(kind, p, q, topK(p, 9), "tail"), divergenceGradient(kind, p, q) ?? [], 1e-12);
    const few = reducedGradient(kind, p, q, topK(p, 2), "renormalise");
    expect([...(few?.subarray(2) ?? [])]).toEqual([0, 0, 0]);
  }
});

test("gradients sum to 0 and are never NaN, also with masked tokens; an infinite or undefined divergence has none", () => {
  fc.assert(
    fc.property(
      hostilePairs,
      fc.constantFrom(...kinds),
      fc.constantFrom(...rests),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      ({ student, teacher }, kind, rest, k, fromTeacher) => {
        const support = topK(fromTeacher ? teacher : student, k);
        const kept = [keptRow(student, support), keptRow(teacher, support)] as const;
        const value = reducedDivergence(kind, ...kept, rest);
        const gradient = reducedGradient(kind, student, teacher, support, rest);
        if (value === null || value === Infinity) {
          expect(gradient).toBeNull();
          return;
        }
        // Log-probabilities near -1e4 carry roundings of 1e-12, times as many nats.
        const scale = gradient?.reduce((largest, slope) => Math.max(largest, Math.abs(slope)), 1) ?? NaN;
        expect(Math.abs(gradient?.reduce((sum, slope) => sum + slope, 0) ?? NaN)).toBeLessThan(1e-7 * scale);
      },
    ),
    { numRuns: extent(50, 5000, "pairs of random rows") },
  );
});
