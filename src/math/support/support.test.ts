import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { hostilePairs } from "../arbitrary.testing.ts";
import type { DivergenceKind } from "../divergences/definition.ts";
import golden from "../golden.json" with { type: "json" };
import { massOn } from "../rows/agreement.ts";
import { logSoftmax, topK } from "../rows/logits.ts";
import {
  reducedBins as binsOfKept,
  divergenceOf,
  reducedDivergence as divergenceOfKept,
  keptRow,
  type Rest,
} from "./support.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);
function reducedBins(student: Float64Array, teacher: Float64Array, support: Uint32Array, rest: Rest) {
  return binsOfKept(keptRow(student, support), keptRow(teacher, support), rest);
}

function reducedDivergence(
  kind: DivergenceKind,
  student: Float64Array,
  teacher: Float64Array,
  support: Uint32Array,
  rest: Rest,
) {
  return divergenceOfKept(kind, keptRow(student, support), keptRow(teacher, support), rest);
}

const half = { kind: "jsd", beta: 0.5 } as const;
const forward = { kind: "forwardKl" } as const;
const reverse = { kind: "reverseKl" } as const;

function near(actual: number | null | undefined, expected: number) {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(1e-7);
}

test.each(golden.topKTail.fromStudent)("golden: student's top $k and tail", (row) => {
  const support = topK(p, row.k);
  const bins = reducedBins(p, q, support, "tail");
  for (const [bin, mass] of row.studentBins.entries()) near(Math.exp(bins?.student[bin] as number), mass);
  for (const [bin, mass] of row.teacherBins.entries()) near(Math.exp(bins?.teacher[bin] as number), mass);
  near(reducedDivergence(forward, p, q, support, "tail"), row.forwardKl);
  near(reducedDivergence(reverse, p, q, support, "tail"), row.reverseKl);
  near(reducedDivergence(half, p, q, support, "tail"), row.jsdHalf);
});

test("golden: the teacher's top 1 is another number", () => {
  const { k, support, ...expected } = golden.topKTail.fromTeacher;
  expect([...topK(q, k)]).toEqual(support);
  near(reducedDivergence(forward, p, q, topK(q, k), "tail"), expected.forwardKl);
  near(reducedDivergence(reverse, p, q, topK(q, k), "tail"), expected.reverseKl);
  near(reducedDivergence(half, p, q, topK(q, k), "tail"), expected.jsdHalf);
});

test("golden: a peaked row's tail, exact and as released", () => {
  const { logits, k, exactLogTail, flooredLogTail } = golden.topKTail.peaked;
  const row = logSoftmax(logits);
  near(reducedBins(row, row, topK(row, k), "tail")?.student[k], exactLogTail);
  near(reducedBins(row, row, topK(row, k), "flooredTail")?.student[k], flooredLogTail);
});

test("golden: renormalised, and partial sums of the teacher's", () => {
  const { k, ...expected } = golden.topKRenormalised;
  near(reducedDivergence(forward, p, q, topK(q, k), "renormalise"), expected.forwardKl);
  near(reducedDivergence(reverse, p, q, topK(q, k), "renormalise"), expected.reverseKl);
  near(reducedDivergence(half, p, q, topK(q, k), "renormalise"), expected.jsdHalf);
  for (const { k: size, value } of golden.topKPartial.forwardKl) {
    near(reducedDivergence(forward, p, q, topK(q, size), "drop"), value);
  }
});

test("the whole vocabulary has no tail; the floored one adds two bins that say nothing", () => {
  const all = topK(p, 9);
  expect(reducedBins(p, q, all, "tail")?.student.length).toBe(5);
  near(reducedDivergence(reverse, p, q, all, "tail"), golden.divergence.reverseKl);
  const floored = reducedBins(p, q, all, "flooredTail");
  expect(floored?.student[5]).toBe(floored?.teacher[5]);
  near(Math.exp(floored?.student[5] as number), 1e-7);
});

const kinds = [forward, reverse, half, { kind: "jsd", beta: 0.1 } as const];

test("with a tail: never more than the full divergence, and never less for a larger K", () => {
  fc.assert(
    fc.property(hostilePairs, fc.constantFrom(...kinds), ({ student, teacher }, kind) => {
      const order = topK(student, student.length);
      let before = 0;
      for (let k = 1; k <= order.length; k++) {
        const value = reducedDivergence(kind, student, teacher, order.subarray(0, k), "tail") as number;
        expect(value).toBeGreaterThanOrEqual(before - 1e-9);
        before = value;
      }
      const full = divergenceOf(kind, { student, teacher });
      expect(before).toSatisfy((last: number) => last === full || Math.abs(last - full) < 1e-9);
    }),
  );
});

test("no NaN on any support", () => {
  const rests: readonly Rest[] = ["tail", "flooredTail", "renormalise", "drop"];
  fc.assert(
    fc.property(
      hostilePairs,
      fc.constantFrom(...rests),
      fc.constantFrom(...kinds),
      fc.integer({ min: 1, max: 50 }),
      ({ student, teacher }, rest, kind, k) => {
        const value = reducedDivergence(kind, student, teacher, topK(student, k), rest);
        expect(value).not.toBeNaN();
        if (value === null) expect(massOn(teacher, topK(student, k))).toBe(0);
        else expect(value).toBeGreaterThan(-1e-6);
      },
    ),
    { numRuns: extent(100, 20000, "pairs of random rows") },
  );
});

test("a partial sum floors log-probabilities at -10 and itself at 0", () => {
  const [student, teacher] = [logSoftmax([0, 20]), logSoftmax([20, 0])];
  expect(reducedDivergence(forward, student, teacher, Uint32Array.of(0), "drop")).toBeCloseTo(10, 6);
  expect(reducedDivergence(forward, student, teacher, Uint32Array.of(1), "drop")).toBe(0);
});
