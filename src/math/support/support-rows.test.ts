import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import type { HostRows } from "./pair.ts";
import { type SupportOptions, supportRows } from "./support-rows.ts";

const row = (logits: readonly number[]): HostRows => ({
  kind: "host",
  rows: 1,
  vocabulary: logits.length,
  data: Float32Array.from(logits),
});
const [student, teacher] = [row(golden.fixtureA.student), row(golden.fixtureA.teacher)];
const half = { kind: "jsd", beta: 0.5 } as const;
const options: SupportOptions = { temperature: 1, k: 1, divergence: half, from: "student", rest: "tail" };
const near = (actual: number | null | undefined, expected: number) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(1e-7);

test.each(golden.topKTail.fromStudent)("golden: the student's $k, both sides, and the rest", (expected) => {
  const numbers = supportRows(student, teacher, { ...options, k: expected.k });
  for (const kind of ["forwardKl", "reverseKl"] as const) {
    const asked = { ...options, k: expected.k, divergence: { kind } };
    near(supportRows(student, teacher, asked).divergence[0], expected[kind]);
  }
  near(numbers.divergence[0], expected.jsdHalf);
  for (const side of ["student", "teacher"] as const) {
    const { rows, covered } = numbers[side];
    const tail = expected[`${side}Bins`][expected.k] as number;
    near(covered[0], 1 - tail);
    near(Math.exp(rows[0]?.logTail ?? Number.NaN), tail);
  }
});

test("golden: the teacher's one token is another", () => {
  const numbers = supportRows(student, teacher, { ...options, from: "teacher" });
  expect([...numbers.support]).toEqual(golden.topKTail.fromTeacher.support);
  near(numbers.divergence[0], golden.topKTail.fromTeacher.jsdHalf);
});

test("golden: partial sums of the teacher's, next to the masses that they cover", () => {
  for (const { k, value, covered } of golden.topKPartial.forwardKl) {
    const asked = {
      ...options,
      k,
      from: "teacher",
      rest: "drop",
      divergence: { kind: "forwardKl" },
    } as const;
    const numbers = supportRows(student, teacher, asked);
    near(numbers.divergence[0], value);
    near(numbers.teacher.covered[0], covered.teacher);
    near(numbers.student.covered[0], covered.student);
  }
});

test("a support without mass cannot be renormalised", () => {
  const masked = row([0, -Infinity, 0, 0, 0]);
  for (const divergence of [{ kind: "forwardKl" }, { kind: "reverseKl" }, half]) {
    const asked = { ...options, from: "teacher", rest: "renormalise", divergence } as const;
    const numbers = supportRows(masked, teacher, asked);
    expect(numbers.divergence).toEqual([null]);
    expect(numbers.student.covered[0]).toBe(0);
  }
});

test("a support without tokens is refused", () => {
  expect(() => supportRows(student, teacher, { ...options, k: 0 })).toThrow("at least one token");
});
