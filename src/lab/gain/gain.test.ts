import { expect, test } from "vitest";
import type { RunHeader } from "../run/document.ts";
import { testDocument, testEvaluation, testFirstStage, testHeader } from "../run/run.testing.ts";
import { openRun, type Run, withRecord } from "../run/run.ts";
import { gainOf } from "./gain.ts";

const ones = (hits: number) => "1".repeat(hits) + "0".repeat(20 - hits);

const evaluated = (step: number, global: number) =>
  testEvaluation(step, { global: ones(global), matched: ones(16), regional: ones(18) });

function runOf(seed: number, after: number, change: Partial<RunHeader> = {}): Run {
  const header = { ...testHeader(), seed, ...change };
  const run = openRun(testDocument([evaluated(0, 4), evaluated(header.steps, after)], header));
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
}

test("the rise over seeds and questions, as a share of the gap and of what was taken", () => {
  const first = openRun(testDocument([evaluated(0, 12)]));
  const gain = gainOf([runOf(1, 10), runOf(2, 8)], first.ok ? first.value : null);
  if (!gain.ok) throw new Error(gain.fault.message);
  const { views, closed, regained, questions } = gain.value;
  expect(questions).toBe(20);
  expect(views.global).toMatchObject({ before: 0.2, after: [0.5, 0.4] });
  // Six and four of twenty questions gained: a mean of a quarter.
  expect(views.global.change.mean).toBeCloseTo(0.25, 12);
  expect(views.global.change.low).toBeGreaterThan(0);
  expect(views.regional.change).toEqual({ mean: 0, low: 0, high: 0 });
  // Of 12 questions between matched and global five are closed on average, and of the 8 that were taken.
  expect(closed).toBeCloseTo(5 / 12, 12);
  expect(regained).toBeCloseTo(5 / 8, 12);
});

test("what was taken is what one of the runs tells of the first stage, where no run of it is given", () => {
  const [one, two] = [runOf(1, 10), runOf(2, 8)];
  const regained = (runs: readonly Run[]) => {
    const gain = gainOf(runs, null);
    return gain.ok ? gain.value.regained : Number.NaN;
  };
  expect(regained([one, two])).toBeNull();
  expect(regained([one, withRecord(two, testFirstStage(40, ones(12)))])).toBeCloseTo(5 / 8, 12);
});

test.each<[string, readonly Run[], Run | null]>([
  ["no run", [], null],
  ["other steps", [runOf(1, 5), runOf(2, 5, { steps: 7 })], null],
  ["one seed twice", [runOf(1, 5), runOf(1, 5)], null],
  ["another number of questions", [runOf(1, 5)], runOf(1, 5, { perDimension: 99 })],
])("%s is refused", (_, runs, made) => {
  expect(gainOf(runs, made)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

test("a run that has not reached its end is refused", () => {
  const open = openRun(testDocument([evaluated(0, 4), evaluated(2, 8)]));
  expect(gainOf(open.ok ? [open.value] : [], null)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});
