import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { logSoftmax } from "../rows/logits.ts";
import { movedTeacher, trustRegionLogits } from "./teachers.ts";

const { rate, movingAverage, trustRegion } = golden.teachers;
const one = (value: number) => Float64Array.of(value);

test("golden: the moving average", () => {
  let teacher: Float64Array = one(movingAverage.teacher);
  const path = Array.from({ length: 10 }, () => {
    teacher = movedTeacher(teacher, one(movingAverage.student), rate);
    return teacher[0] as number;
  });
  for (const [i, value] of movingAverage.first.entries()) expect(path[i]).toBeCloseTo(value, 12);
  expect(path[9]).toBeCloseTo(movingAverage.afterTen, 7);
});

test("rates 0 and 1 are the frozen teacher and the current student", () => {
  expect(movedTeacher(one(1), one(2), 0)).toEqual(one(1));
  expect(movedTeacher(one(1), one(2), 1)).toEqual(one(2));
});

test("golden: the trust region is a geometric, not an arithmetic mixture", () => {
  const { student, teacher } = golden.fixtureA;
  const logits = trustRegionLogits(Float64Array.from(teacher), Float64Array.from(student), rate);
  for (const [i, value] of trustRegion.logits.entries()) expect(logits[i]).toBeCloseTo(value, 12);
  const probs = logSoftmax(logits).map(Math.exp);
  for (const [i, value] of trustRegion.probs.entries()) expect(probs[i]).toBeCloseTo(value, 7);
  for (const [i, value] of trustRegion.notTheArithmeticMixture.entries()) {
    expect(Math.abs((probs[i] as number) - value)).toBeGreaterThan(1e-4);
  }
});

test("a token that one side masks is masked between the ends and follows the other side at them", () => {
  const [masked, open] = [Float64Array.of(0, -Infinity), Float64Array.of(0, 1)];
  expect(trustRegionLogits(masked, open, 0.5)[1]).toBe(-Infinity);
  expect(trustRegionLogits(masked, open, 0)).toEqual(masked);
  expect(trustRegionLogits(masked, open, 1)).toEqual(open);
});
