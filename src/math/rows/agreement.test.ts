import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { massOn, overlap, rankShift, sameTop } from "./agreement.ts";
import { logSoftmax, topK } from "./logits.ts";

const p = logSoftmax(golden.fixtureA.student);
const q = logSoftmax(golden.fixtureA.teacher);

test("golden agreement of fixture A", () => {
  const { rankShiftOfToken1, overlap: overlaps, teacherMassOnStudentTop } = golden.agreement;
  expect(rankShift(golden.ranks.student[1] as number, golden.ranks.teacher[1] as number)).toBe(
    rankShiftOfToken1,
  );
  for (const { k, value } of overlaps) expect(overlap(topK(p, k), topK(q, k))).toBe(value);
  for (const { k, value } of teacherMassOnStudentTop) {
    expect(Math.abs(massOn(q, topK(p, k)) - value)).toBeLessThan(1e-7);
  }
  expect(sameTop(topK(p, 1), topK(q, 1))).toBe(golden.agreement.sameTop === 1);
});

test("the whole vocabulary overlaps wholly, and so does nothing with nothing", () => {
  expect(overlap(topK(p, 5), topK(q, 5))).toBe(1);
  expect(overlap(topK(p, 0), topK(q, 0))).toBe(1);
  expect(overlap(Uint32Array.of(1, 2, 3), Uint32Array.of(3, 4, 5))).toBe(0.2);
});
