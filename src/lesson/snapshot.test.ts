import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openSessionText } from "../session/document/open.ts";
import { EMPTY_SESSION, reduce, type Session } from "../session/session.ts";
import { INITIAL_EXHIBITS } from "./exhibit-state.ts";
import { byHand } from "./exhibits/by-hand.ts";
import { kindOf } from "./exhibits/pair.ts";
import {
  answerFigures,
  groupFigure,
  hasLargest,
  heaviest,
  isRight,
  largestAt,
  returnOf,
  seenView,
} from "./seen.ts";
import { type Surroundings, snapshotOf } from "./snapshot.ts";

const around: Surroundings = {
  sibling: 0,
  selection: null,
  gate: "v-zero",
  idle: true,
  runFormulas: new Set(),
  exhibits: INITIAL_EXHIBITS,
};

function recorded(scene: string): Session {
  const file = new URL(`../../public/sessions/${scene}.json`, import.meta.url);
  const opened = openSessionText(readFileSync(file, "utf8"));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

const square = recorded("structure-6");

test("an empty session shows nothing, and nothing is measured or right", () => {
  const seen = snapshotOf(EMPTY_SESSION, around);
  expect(seen).toMatchObject({ scene: null, tokens: [], measured: false, studentAnswer: null, answers: 0 });
  expect([isRight(seen), largestAt(seen), returnOf(seen)]).toEqual([null, null, null]);
  expect([seen.weigh("v-zero"), seen.read("jsd"), byHand([], 1, kindOf(INITIAL_EXHIBITS.pair))]).toEqual([
    null,
    null,
    null,
  ]);
});

test("a recorded answer is shown, judged and measured", () => {
  const seen = snapshotOf(square, around);
  expect(seen).toMatchObject({
    scene: "structure-6",
    studentAnswer: "The black badge is a cross.",
    teacherAnswer: "The black badge is a square.",
    measured: true,
    fromFull: true,
  });
  expect([isRight(seen), largestAt(seen)]).toEqual([false, 6]);
  expect(hasLargest({ ...seen, selection: 6 })).toBe(true);
  const rewards = seen.tokens.map(({ student, teacher }) => (teacher ?? 0) - (student ?? 0));
  expect(returnOf(seen)).toBeCloseTo(rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length, 12);
});

test("nothing is measured while something runs, nor under another teacher", () => {
  expect(snapshotOf(square, { ...around, idle: false }).measured).toBe(false);
  const moved = reduce(square, { kind: "setBox", box: { x: 0, y: 0, width: 0.1, height: 0.1 } });
  expect(snapshotOf(moved, around).measured).toBe(false);
});

test("each view is identified, with its distance from the student", () => {
  const { views, ...seen } = snapshotOf(square, around);
  expect(views.map(({ view }) => view)).toEqual(["teacher", "random", "wrong", "blank", "floor"]);
  expect(seenView({ ...seen, views }, "floor")?.largest).toBeLessThan(1e-4);
  const teacher = seenView({ ...seen, views }, "teacher");
  expect(teacher?.largest).toBe(Math.max(...seen.tokens.map(({ divergence }) => divergence ?? 0)));
});

test("the signal is read as it was chosen", () => {
  const wrong = reduce(square, { kind: "setSignal", signal: "divergence@control=wrong-crop:7" });
  expect(snapshotOf(wrong, around).signal).toEqual({ id: "divergence", view: "wrong" });
  expect(snapshotOf(square, around).signal).toEqual({ id: "divergence", view: "teacher" });
});

test("gates weight the group on the screen, and only a group", () => {
  const hammers = recorded("identification-3");
  expect(snapshotOf(hammers, around).weigh("uni-opd")).toBeNull();
  const group = reduce(hammers, { kind: "show", id: hammers.experiments[1]?.id ?? "" });
  const seen = snapshotOf(group, around);
  const weights = seen.weigh("uni-opd");
  expect(groupFigure(weights, "AUC")).toBe(1);
  // The margin of the means is short of δ = 0.4 by s: right answers are raised by half of that, wrong ones lowered.
  const half = (0.4 - (groupFigure(weights, "m") ?? 0)) / 2;
  expect(half).toBeGreaterThan(0);
  expect(answerFigures(weights, "s")).toEqual(
    seen.verdicts.map((right) => expect.closeTo(right ? half : -half, 5)),
  );
  expect(seen.verdicts[heaviest(seen.weigh("va-opd")) ?? -1]).toBe(true);
});

test("written out by hand, a divergence grows with the number of separate words and never exceeds the measured one", () => {
  for (const scene of ["structure-6", "ocr-1", "identification-5"]) {
    for (const { known, divergence } of snapshotOf(recorded(scene), around).tokens) {
      const sums = known.map(
        (_, k) => byHand(known, k + 1, kindOf(INITIAL_EXHIBITS.pair))?.value ?? Number.NaN,
      );
      for (const [k, sum] of sums.entries()) {
        expect(sum).toBeGreaterThanOrEqual((sums[k - 1] ?? 0) - 1e-6);
        // The record keeps six digits.
        expect(sum).toBeLessThanOrEqual((divergence ?? 0) + 1e-4);
      }
    }
  }
});
