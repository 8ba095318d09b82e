/** The document of a run as it is shown, and what follows from it. */

import { expect, test } from "vitest";
import type { ModelId } from "../../base/ids.ts";
import { gapBetween, median, paceOf, runningMeans, sharesOf } from "./figures.ts";
import { CHECKPOINT_BUDGET, measuredFrom, needOf } from "./need.ts";
import {
  testDocument,
  testEvaluation,
  testFirstStage,
  testHeader,
  testStep,
  testWatched,
} from "./run.testing.ts";
import { openRun, type Run, withRecord } from "./run.ts";
import { shareWords } from "./share-words.ts";
import { runTable } from "./table.ts";

const first = testEvaluation(0, { global: "0001", matched: "0011", regional: "1111" });
const second = testEvaluation(20, { global: "0011", matched: "0111", regional: "1111" });

function opened(text: string): Run {
  const run = openRun(text);
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
}

test("a document is read with whatever it has, and kept as it is", () => {
  const text = `${testDocument([first, testStep(1)])}{"kind":"later","step":1}\n{"kind":"step","step":2}\n{"kind":"collapse","step":1,"reason":"why"}\n`;
  const run = opened(text);
  expect(run.steps.map(({ step }) => step)).toEqual([1]);
  expect(run.evaluations).toHaveLength(1);
  expect(run.collapse).toMatchObject({ reason: "why" });
  expect(run.end).toBeNull();
  expect(run.unread).toBe(2);
  expect(run.text).toBe(text);
});

test("a run that grows is the run that its document tells of", () => {
  const records = [first, testWatched(0, false, 0.5), testStep(1), second, testFirstStage(20, "0111")];
  const grown = records.reduce(withRecord, opened(testDocument([])));
  expect(grown).toEqual(opened(testDocument(records)));
  expect(grown.watched).toHaveLength(1);
});

test.each([
  ["", "not a training run"],
  [`{"kind":"header","format":"fovea-results"}`, "not a training run"],
  [testDocument([], { ...testHeader(), version: 9 as 1 }), "later version"],
])("%j cannot be opened", (text, words) => {
  expect(openRun(text)).toMatchObject({ ok: false, fault: { message: expect.stringContaining(words) } });
});

test("gaps between two views are paired", () => {
  expect(gapBetween(first, "regional", "global")?.mean).toBe(0.75);
  expect(gapBetween(second, "matched", "global")?.mean).toBe(0.25);
});

/** The first `hits` of so many questions answered rightly. */
const ones = (hits: number, all = 200) => "1".repeat(hits) + "0".repeat(all - hits);
const measured = (step: number, global: string, matched = ones(160)) =>
  testEvaluation(step, { global, matched, regional: matched });

test("shares of a rise are paired by question, with intervals over the questions", () => {
  // Of four questions the first is lost and two are gained: a rise of one, of two that the first stage has and of one in the gap.
  const [before, after] = [measured(0, "1100", "1110"), measured(20, "0111", "1110")];
  const few = sharesOf(before, after, testFirstStage(20, "1111"));
  expect([few?.regained?.mean, few?.closed?.mean]).toEqual([0.5, 1]);
  expect(few?.regained?.high).toBe(Number.POSITIVE_INFINITY);
  // 60 of the 80 that were lost and of the 120 of the gap: 1.96 standard errors of 3/4 over 80 and of 1/2 over 120.
  const many = sharesOf(measured(0, ones(40)), measured(20, ones(100)), testFirstStage(20, ones(120)));
  expect(many?.regained?.mean).toBe(0.75);
  expect(many?.regained?.low).toBeCloseTo(0.75 - 0.095, 1);
  expect(many?.regained?.high).toBeCloseTo(0.75 + 0.095, 1);
  expect(many?.closed?.mean).toBe(0.5);
  expect(many?.closed?.low).toBeCloseTo(0.5 - 0.089, 1);
});

test("only a rise counts, and only of what there is to regain or to close", () => {
  const [before, higher] = [measured(0, ones(40)), measured(20, ones(60))];
  expect(sharesOf(before, before, testFirstStage(20, ones(120)))).toBeNull();
  expect(sharesOf(higher, before, testFirstStage(20, ones(120)))).toBeNull();
  expect(sharesOf(before, higher, testFirstStage(20, ones(40)))?.regained).toBeNull();
  expect(sharesOf(before, higher, testFirstStage(20, ones(120, 150)))?.regained).toBeNull();
  expect(sharesOf(before, higher, null)?.regained).toBeNull();
  expect(sharesOf(measured(0, ones(40), ones(30)), higher, null)?.closed).toBeNull();
});

test("what was regained is said in words, and what is missing with its reason", () => {
  const [before, after] = [measured(0, ones(40)), measured(40, ones(100))];
  const lines = (records: Parameters<typeof testDocument>[0], change = {}) =>
    shareWords(opened(testDocument(records, testHeader(change))))?.lines ?? null;
  const finished = { kind: "end", step: 40, reason: "finished" } as const;
  const known = testFirstStage(40, ones(120));
  expect(lines([before, after, known, finished])).toEqual([
    expect.stringMatching(
      /^Share regained: 75 % \(6\d to 8\d\) of what Fovea-nano lost when it was made of Fovea-mini\.$/,
    ),
    expect.stringMatching(
      /^Gap closed: 50 % \(4\d to 5\d\) of that between the matched crop and the full image\.$/,
    ),
  ]);
  expect(lines([before])).toBeNull();
  expect(lines([before, { ...finished, reason: "stopped" }])?.join()).toContain("before a second evaluation");
  expect(lines([before, after])?.[0]).toBe("Share regained: not known, Fovea-mini has not answered yet.");
  expect(lines([before, after, finished])?.[0]).toContain("the document does not say");
  const refused = { ...known, answers: null, reason: "It is not there." };
  expect(lines([before, after, refused])?.[0]).toContain("could not be asked. It is not there.");
  expect(lines([after, before, known])?.join()).toContain("has not risen: nothing is regained");
  expect(lines([before, after, testFirstStage(40, ones(40))])?.[0]).toContain("nothing to regain");
  expect(
    lines([measured(0, "0011", "0111"), measured(40, "1011", "0111"), testFirstStage(40, "1111")]),
  ).toEqual([
    expect.stringContaining("50 % (too few questions for an interval)"),
    expect.stringContaining("100 % (too few questions for an interval)"),
  ]);
  const child = testHeader().model;
  const model = { ...child, weights: { ...child.weights, id: "fovea-nano-child" as ModelId } };
  expect(lines([before, after, finished], { model })).toHaveLength(1);
});

test("the middle of numbers, and running means", () => {
  expect(median([])).toBeNull();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(runningMeans([1, 2, 3, 4], 2)).toEqual([1, 1.5, 2.5, 3.5]);
});

test("the time that is left is that of the steps and evaluations to come", () => {
  expect(paceOf(opened(testDocument([first])))).toBeNull();
  const begun = paceOf(opened(testDocument([first, testStep(1)])));
  expect(begun).toEqual({ secondsPerStep: 2, answersPerSecond: 8, secondsLeft: 39 * 2 + 2 * 10 });
  const over = opened(
    testDocument([first, testStep(40), testEvaluation(40, { global: "1", matched: "1", regional: "1" })]),
  );
  expect(paceOf(over)?.secondsLeft).toBe(0);
});

test("what a run needs follows from a short run on the same device", () => {
  const short = opened(
    testDocument([first, testStep(1, { seconds: 9 }), testStep(2), testStep(3, { seconds: 3 })]),
  );
  expect(measuredFrom(short, 1000)).toBeNull();
  const prepared = { kind: "prepared", step: 0, items: 4, opening: 5, reading: 2 } as const;
  const measured = measuredFrom(withRecord(short, prepared), 1_000_000);
  expect(measured).toEqual({ opening: 5, reading: 0.5, step: 3, answering: 2.5, checkpointBytes: 1_000_000 });
  if (measured === null) return;
  const need = needOf(measured, { steps: 40, every: 20, questions: 10 });
  expect(need.secondsBefore).toBe(5 + 10 * 3);
  // Two evaluations would take 50 seconds beside 120 of steps: a quarter of all is 40.
  expect(need.seconds).toBe(35 + 40 * 3 + 40);
  expect(need.diskBytes).toBe(4_000_000);
  const long = needOf(measured, { steps: 10_000, every: 1, questions: 10 });
  expect(long.diskBytes).toBe(CHECKPOINT_BUDGET + 1_000_000);
});

test("the table has a line for each step and evaluation, and leaves empty what was not measured", () => {
  const table = runTable(
    opened(testDocument([first, testStep(1), testStep(20, { divergence: null }), second])),
  );
  const [comment = "", names = "", ...lines] = table.trimEnd().split("\n");
  expect(JSON.parse(comment.slice(2))).toMatchObject({ format: "fovea-run" });
  const columns = names.split(",");
  const cell = (line: number, name: string) => lines[line]?.split(",")[columns.indexOf(name)];
  expect(lines.map((line) => line.split(",")[0])).toEqual(["0", "1", "20"]);
  expect(cell(0, "loss")).toBe("");
  expect(cell(0, "global_mean")).toBe("0.25");
  expect(cell(1, "loss")).toBe("0.1");
  expect(cell(1, "global_mean")).toBe("");
  expect(cell(2, "divergence")).toBe("");
  expect(cell(2, "measured_divergence_low")).toBe("0.05");
  for (const line of lines) expect(line.split(",")).toHaveLength(columns.length);
  expect(cell(2, "gap_closed_mean")).toBe("1");
  expect(cell(2, "share_regained_mean")).toBe("");
});

test("the table has the first stage where it was asked, and the shares beside the accuracies", () => {
  const table = runTable(opened(testDocument([first, second, testFirstStage(20, "0111")])));
  const [, names = "", ...lines] = table.trimEnd().split("\n");
  const cells = (name: string) => lines.map((line) => line.split(",")[names.split(",").indexOf(name)]);
  expect(cells("first_stage_mean")).toEqual(["", "0.75"]);
  // One question more than before, of two that the first stage has and of one that the matched crop had.
  expect(cells("share_regained_mean")).toEqual(["", "0.5"]);
  expect(cells("gap_closed_mean")).toEqual(["", "1"]);
});
