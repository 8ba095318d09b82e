import fc from "fast-check";
import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { entropy, logSoftmax, logSumExp, rankOf, rowDefect, topK } from "./logits.ts";

const { student, teacher, studentLogProbs, teacherLogProbs, studentProbs, teacherProbs } = golden.fixtureA;

function expectClose(actual: ArrayLike<number>, expected: readonly number[]) {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-7);
}

test("golden log-probabilities", () => {
  expectClose(logSoftmax(student), studentLogProbs);
  expectClose(logSoftmax(teacher), teacherLogProbs);
  expectClose(logSoftmax(student).map(Math.exp), studentProbs);
  expectClose(logSoftmax(teacher).map(Math.exp), teacherProbs);
  const { token, student: ofStudent, teacher: ofTeacher } = golden.logProb;
  expectClose(
    [logSoftmax(student)[token] as number, logSoftmax(teacher)[token] as number],
    [ofStudent, ofTeacher],
  );
});

test("golden entropies and ranks", () => {
  expectClose([entropy(logSoftmax(student))], [golden.divergence.studentEntropy]);
  expectClose([entropy(logSoftmax(teacher))], [golden.divergence.teacherEntropy]);
  expect(student.map((_, token) => rankOf(student, token))).toEqual(golden.ranks.student);
  expect(teacher.map((_, token) => rankOf(teacher, token))).toEqual(golden.ranks.teacher);
});

/** Logits with ties and masked tokens, at least one of them finite. */
const rows = fc
  .array(
    fc.oneof(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.constant(-Infinity),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .filter((row) => rowDefect(row) === null);

test("probabilities sum to 1, and log-sum-exp is the normaliser", () => {
  fc.assert(
    fc.property(rows, fc.double({ min: 0.1, max: 10, noNaN: true }), (row, temperature) => {
      const logProbs = logSoftmax(row, temperature);
      const sum = logProbs.reduce((total, logProb) => total + Math.exp(logProb), 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
      const top = topK(row, 1)[0] as number;
      const normaliser = (row[top] as number) / temperature - (logProbs[top] as number);
      expect(Math.abs(logSumExp(row, temperature) - normaliser)).toBeLessThan(
        1e-9 * (1 + Math.abs(normaliser)),
      );
    }),
  );
});

test("entropy is between 0 and ln V", () => {
  fc.assert(
    fc.property(rows, (row) => {
      const nats = entropy(logSoftmax(row));
      expect(nats).toBeGreaterThanOrEqual(-1e-12);
      expect(nats).toBeLessThanOrEqual(Math.log(row.length) + 1e-12);
    }),
  );
});

test("a shift of all logits changes no probability", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: -1000, max: 1000 }), (row, shift) => {
      const moved = logSoftmax(row.map((logit) => logit + shift));
      for (const [token, logProb] of logSoftmax(row).entries()) {
        if (logProb === -Infinity) expect(moved[token]).toBe(-Infinity);
        else expect(Math.abs((moved[token] as number) - logProb)).toBeLessThan(1e-8);
      }
    }),
  );
});

test("the K largest are the head of a stable sort", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 70 }), (row, k) => {
      const sorted = row
        .map((logit, token) => ({ logit, token }))
        .sort((a, b) => (a.logit === b.logit ? a.token - b.token : b.logit - a.logit));
      expect([...topK(row, k)]).toEqual(sorted.slice(0, k).map(({ token }) => token));
    }),
  );
});

test("rows without a softmax are named", () => {
  expect(rowDefect([1, Number.NaN])).toBe("unusable");
  expect(rowDefect([1, Infinity])).toBe("unusable");
  expect(rowDefect([-Infinity, -Infinity])).toBe("masked");
  expect(rowDefect([])).toBe("masked");
  expect(rowDefect([-Infinity, 0])).toBeNull();
});
