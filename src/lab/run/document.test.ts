/** Reading a run's document again, and when a run has collapsed. */

import { expect, test } from "vitest";
import { collapseOf, dipOf } from "./collapse.ts";
import { type EvaluationRecord, lineOf, runUntil } from "./document.ts";
import { testFirstStage } from "./run.testing.ts";

function evaluation(step: number, mean: number, items = 120): EvaluationRecord {
  const figures = {
    right: "",
    accuracy: { mean, low: mean - 0.03, high: mean + 0.03 },
    evidence: { mean, low: mean, high: mean },
    length: 8,
    withoutEnd: 0,
    mostFrequent: { text: "", share: 0 },
  };
  const views = { global: figures, matched: figures, regional: figures };
  return { kind: "evaluation", step, items, views, gap: figures.accuracy, seconds: 0 };
}

test("a document that is cut goes on from its checkpoint, without later lines and without its end", () => {
  const header = `{"kind":"header","format":"fovea-run","version":1,"seed":3}\n`;
  const step = (n: number) => `{"kind":"step","step":${n},"loss":0.1,"new":true}\n`;
  const lines = [header, lineOf(evaluation(0, 0.9)), step(1), step(2), lineOf(evaluation(2, 0.8)), step(3)];
  const text = `${lines.join("")}{"kind":"end","step":2}\n{"kind":"step","st`;
  const kept = runUntil(text, 2);
  expect(kept?.header).toMatchObject({ seed: 3 });
  expect(kept?.lines.map((line) => `${line}\n`)).toEqual(lines.slice(0, -1));
  expect(kept?.evaluations.map(({ step: at }) => at)).toEqual([0, 2]);
});

test("a run that goes on asks its first stage again where that has not answered before the checkpoint", () => {
  const header = `{"kind":"header","format":"fovea-run","version":1}\n`;
  const asked = testFirstStage(2, "01");
  const knows = (line: string, step: number) => runUntil(header + line, step)?.knowsFirstStage;
  expect(knows(lineOf(asked), 2)).toBe(true);
  expect(knows(lineOf(asked), 1)).toBe(false);
  expect(knows(lineOf({ ...asked, answers: null, reason: "why" }), 2)).toBe(false);
});

test.each([
  "",
  "no document",
  `{"kind":"header","format":"fovea-run","version":2}`,
  `{"kind":"step","step":1}`,
])("%j is no document that can be continued", (text) => {
  expect(runUntil(text, 9)).toBeNull();
});

test("a run has collapsed when regional accuracy is below its starting interval twice running, on 100 items", () => {
  const start = evaluation(0, 0.95);
  expect(collapseOf([start, evaluation(20, 0.5)])).toBeNull();
  expect(collapseOf([start, evaluation(20, 0.5), evaluation(40, 0.93)])).toBeNull();
  expect(collapseOf([start, evaluation(20, 0.9), evaluation(40, 0.5)])).toContain("90.0 % and 50.0 %");
  const few = [evaluation(0, 0.95, 99), evaluation(20, 0.5, 99), evaluation(40, 0.5, 99)];
  expect(collapseOf(few)).toBeNull();
});

test("a fall of global accuracy alone is a dip, and only where regional accuracy holds", () => {
  const start = evaluation(0, 0.5);
  const [low, same] = [evaluation(20, 0.4).views.global, start.views.regional];
  const fallen = (regional: typeof same) => ({
    ...evaluation(20, 0.4),
    views: { global: low, matched: low, regional },
  });
  expect(dipOf([start])).toBeNull();
  expect(dipOf([start, fallen(same)])).toContain("40.0 %");
  expect(dipOf([start, fallen(low)])).toBeNull();
  expect(dipOf([start, start])).toBeNull();
});
