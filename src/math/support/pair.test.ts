import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { forwardKl, jensenShannon, reverseKl, totalVariation } from "../loss/divergence.ts";
import { logSoftmax } from "../rows/logits.ts";
import { comparePairs, type HostRows, scoreRows } from "./pair.ts";

const options = { temperature: 1, beta: 0.1, k: 3 };

function host(rows: readonly (readonly number[])[]): HostRows {
  const vocabulary = rows[0]?.length ?? 1;
  return { kind: "host", rows: rows.length, vocabulary, data: Float32Array.from(rows.flat()) };
}

const near = (actual: number | undefined, expected: number) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(1e-7);

test("every row is measured by itself", () => {
  const { student, teacher } = golden.fixtureA;
  const numbers = comparePairs(
    host([student, teacher]),
    host([teacher, student]),
    Uint32Array.of(1, 4),
    options,
  );
  const [p, q] = [logSoftmax(student), logSoftmax(teacher)];
  for (const [row, [left, right]] of [[p, q] as const, [q, p] as const].entries()) {
    near(numbers.forwardKl[row], forwardKl(left, right));
    near(numbers.reverseKl[row], reverseKl(left, right));
    near(numbers.jsd[row], jensenShannon(left, right, 0.1));
    near(numbers.totalVariation[row], totalVariation(left, right));
  }
  expect([...numbers.student.rank]).toEqual([2, 4]);
  expect([...numbers.teacher.rank]).toEqual([1, 5]);
  expect([...numbers.student.topIds]).toEqual([0, 1, 2, 1, 0, 2]);
  expect([...numbers.student.topLogProbs]).toEqual([p[0], p[1], p[2], q[1], q[0], q[2]]);
  expect(scoreRows(host([student, teacher]), Uint32Array.of(1, 4), options)).toEqual(numbers.student);
});

test("golden: cross-entropies, agreement and estimates of fixture A", () => {
  const sides = [host([golden.fixtureA.student]), host([golden.fixtureA.teacher])] as const;
  const { divergence, agreement, estimators, gradients } = golden;
  for (const [token, gap] of estimators.gap.entries()) {
    const numbers = comparePairs(...sides, Uint32Array.of(token), options);
    near(numbers.forwardCrossEntropy[0], divergence.crossEntropyTeacherStudent);
    near(numbers.reverseCrossEntropy[0], divergence.crossEntropyStudentTeacher);
    const { k1, k2, k3, surrogate } = numbers.estimates;
    near(k1[0], gap);
    near(k2[0], estimators.k2[token] as number);
    near(k3[0], estimators.k3[token] as number);
    if (token === gradients.surrogate.sampled) near(surrogate[0], gradients.surrogate.loss);
    if (token === 1) expect(numbers.agreement.rankShift[0]).toBe(agreement.rankShiftOfToken1);
    expect(numbers.agreement.sameTop[0]).toBe(agreement.sameTop);
  }
  for (const [i, { k, value }] of agreement.overlap.entries()) {
    const numbers = comparePairs(...sides, Uint32Array.of(0), { ...options, k });
    expect(numbers.agreement.overlap[0]).toBe(value);
    near(numbers.agreement.teacherMass[0], agreement.teacherMassOnStudentTop[i]?.value ?? NaN);
  }
});

test("without a K the first tokens are compared all the same, and no tokens overlap wholly", () => {
  const rows = host([
    [1, 3, 3],
    [0, 0, 0],
  ]);
  const others = host([
    [0, 5, 5],
    [0, 0, 1],
  ]);
  const { agreement } = comparePairs(rows, others, Uint32Array.of(2, 2), { ...options, k: 0 });
  expect([...agreement.sameTop]).toEqual([1, 0]);
  expect([...agreement.overlap, ...agreement.teacherMass]).toEqual([1, 1, 0, 0]);
});

test("no rows, no numbers", () => {
  const none = { kind: "host", rows: 0, vocabulary: 7, data: new Float32Array(0) } as const;
  const numbers = comparePairs(none, none, new Uint32Array(0), options);
  expect([numbers.jsd.length, numbers.student.topIds.length]).toEqual([0, 0]);
});

test("K is at most the vocabulary", () => {
  const numbers = scoreRows(host([[1, 2]]), Uint32Array.of(0), { ...options, k: 9 });
  expect([...numbers.topIds]).toEqual([1, 0]);
});

test.each([
  [
    "no softmax",
    host([[1, Number.NaN]]),
    Uint32Array.of(0),
    options,
    "row 0 of the student's logits holds NaN or +Infinity",
  ],
  [
    "all masked",
    host([[-Infinity, -Infinity]]),
    Uint32Array.of(0),
    options,
    "row 0 of the student's logits has no finite value",
  ],
  [
    "an id outside",
    host([[1, 2]]),
    Uint32Array.of(2),
    options,
    "token id 2 of row 0 is outside a vocabulary of 2",
  ],
  [
    "ids that do not match",
    host([[1, 2]]),
    Uint32Array.of(0, 1),
    options,
    "2 token ids for 1 rows of logits",
  ],
  [
    "too little data",
    { ...host([[1, 2]]), rows: 2 },
    Uint32Array.of(0, 1),
    options,
    "2 logits for 2 rows of 2",
  ],
  [
    "a temperature of 0",
    host([[1, 2]]),
    Uint32Array.of(0),
    { ...options, temperature: 0 },
    "temperature 0 is not between 1e-4 and 1e4",
  ],
  [
    "half a k",
    host([[1, 2]]),
    Uint32Array.of(0),
    { ...options, k: 1.5 },
    "k 1.5 is not an integer from 0 to 1024",
  ],
])("refuses %s", (_, rows, ids, given, message) => {
  expect(() => scoreRows(rows, ids, given)).toThrow(new RangeError(message));
});

test("refuses sides that do not match", () => {
  const ids = Uint32Array.of(0);
  expect(() => comparePairs(host([[1, 2]]), host([[1, 2, 3]]), ids, options)).toThrow(
    "vocabularies of 2 and 3",
  );
  expect(() => comparePairs(host([[1, 2]]), host([[1, 2]]), ids, { ...options, beta: -1 })).toThrow(
    "beta -1",
  );
});
