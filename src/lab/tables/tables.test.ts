/** Tables of runs: that their rows can be run and cost the same, what a recording keeps, and verdicts by hand. */

import { expect, test } from "vitest";
import { recipeMistake } from "../recipe/mistake.ts";
import { testDocument, testEvaluation, testHeader, testStep, testWatched } from "../run/run.testing.ts";
import { tableOf, tables } from "./catalog.ts";
import { openTable, thinnedDocument } from "./document.ts";
import { RATES, runKey, shownOf, sweepOf } from "./plan.ts";
import { accuracyOf, verdictOn } from "./verdict.ts";

const SIZE = { steps: 200, seeds: [1, 2, 3], perDimension: 70, sweepPerDimension: 20 };

test.each(tables)(
  "$id: every row can be run, has sixteen answers a step, and claims are about its rows",
  (table) => {
    expect(tableOf(table.id)).toBe(table);
    const ids = table.rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { recipe } of table.rows) {
      expect(recipeMistake(recipe)).toBeNull();
      const group = recipe.rollout.kind === "right-answers" ? 1 : recipe.rollout.group;
      expect(recipe.pictures * recipe.questions * group).toBe(16);
    }
    for (const { better, worse } of table.claims) {
      expect(ids).toContain(better);
      expect(ids).toContain(worse);
    }
  },
);

test("a row is swept on validation scenes and shown on test scenes, and equal rows of two tables share their runs", () => {
  const [first] = tableOf("vision-opd-2")?.rows ?? [];
  const same = tableOf("vision-opd-3")?.rows[0];
  if (first === undefined || same === undefined) throw new Error("The tables share a row.");
  const sweep = sweepOf(first, SIZE);
  expect(sweep.map(({ recipe }) => recipe.optimizer.rate)).toEqual([1e-4, 3e-4, 9e-4]);
  expect(sweep.every(({ split }) => split === undefined)).toBe(true);
  const shown = shownOf(first, RATES[0], SIZE);
  expect(shown.map(({ seed, split, every }) => [seed, split, every])).toEqual([
    [1, "test", 100],
    [2, "test", 100],
    [3, "test", 100],
  ]);
  const keys = (of: typeof shown) => of.map((settings) => runKey(settings, "w"));
  expect(keys(shownOf(same, RATES[0], SIZE))).toEqual(keys(shown));
  expect(new Set([...keys(sweep), ...keys(shown)]).size).toBe(6);
});

test("a recording keeps evaluations, every tenth step and at most twenty strips", () => {
  const right = { global: "01", matched: "01", regional: "11" };
  const records = Array.from({ length: 200 }, (_, i) => [
    testStep(i + 1),
    testWatched(i + 1, false, 0.1),
  ]).flat();
  const text = thinnedDocument(
    testDocument([testEvaluation(0, right), ...records, testEvaluation(200, right)]),
  );
  const kinds = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line).kind as string]));
  const of = (kind: string) => kinds.filter((each) => each === kind).length;
  expect([of("header"), of("evaluation"), of("step"), of("watched")]).toEqual([1, 2, 20, 20]);
});

function recorded(rows: Readonly<Record<string, readonly string[]>>) {
  const lines = Object.entries(rows).flatMap(([row, seeds]) =>
    seeds.map((global, i) => {
      const seed = i + 1;
      const evaluation = testEvaluation(200, { global, matched: global, regional: global });
      const document = testDocument([evaluation], testHeader({ seed }));
      return JSON.stringify({ kind: "run", row, phase: "shown", factor: 1, seed, document });
    }),
  );
  const header = { kind: "table", format: "fovea-table", version: 1, id: "vision-opd-2" };
  const first = JSON.stringify({ ...header, steps: 200, seeds: [1, 2, 3], recorded: "2026-11-29" });
  const opened = openTable([first, ...lines].join("\n"));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

const claim = { better: "a", worse: "b", of: "global", source: "" } as const;

test("a difference that no resampling takes beyond 0 agrees or disagrees, and any other is undecided", () => {
  const [ones, zeros] = ["1".repeat(40), "0".repeat(40)];
  const table = recorded({ a: [ones, ones], b: [zeros, zeros] });
  expect(verdictOn(table, claim)).toMatchObject({ word: "agrees", difference: { mean: 1, low: 1, high: 1 } });
  expect(verdictOn(table, { ...claim, better: "b", worse: "a" }).word).toBe("disagrees");
  const mixed = recorded({ a: [ones, zeros], b: [zeros, ones] });
  expect(verdictOn(mixed, claim)).toMatchObject({ word: "undecided", difference: { mean: 0 } });
  expect(verdictOn(table, { ...claim, worse: "nothing" })).toMatchObject({
    word: "undecided",
    difference: null,
  });
  expect(accuracyOf(mixed, "a", "last", "global")?.mean).toBe(0.5);
});

test("what is no recorded table, or a later one's, is refused", () => {
  expect(openTable("{}")).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  const later = {
    kind: "table",
    format: "fovea-table",
    version: 9,
    id: "a",
    steps: 1,
    seeds: [],
    recorded: "",
  };
  expect(openTable(JSON.stringify(later))).toMatchObject({ ok: false });
});
