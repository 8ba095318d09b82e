/** The parts of a recipe as fields, and the figures of a run as data. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { LabActions } from "../../app/lab/lab-actions.ts";
import { INITIAL_LAB, type LabState } from "../../app/lab/lab-state.ts";
import { recipes } from "../../lab/recipe/catalog.ts";
import { withFormulas } from "../../lab/recipe/formulas.ts";
import { recipeMistake } from "../../lab/recipe/mistake.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { testDocument, testEvaluation, testStep } from "../../lab/run/run.testing.ts";
import { openRun, type Run, withRecord } from "../../lab/run/run.ts";
import { chartTable } from "../charts/chart-table.ts";
import { compareFigure, RUN_FIGURES } from "./figures/run-figures.ts";
import { KeptRuns } from "./KeptRuns.tsx";
import { deletionQuestion, goingBackQuestion } from "./kept-words.ts";
import { LabContext } from "./lab-context.ts";
import { RunFiles } from "./RunFiles.tsx";
import type { RecipeKnob } from "./setup/knob.ts";
import { knobsOf } from "./setup/knobs.ts";
import { needLines, questionsOf } from "./setup/need-words.ts";

/** The recipe after a part was set to the value that it has. */
function unchanged(knob: RecipeKnob): Recipe {
  if (knob.kind === "number") return knob.with(knob.value);
  return knob.kind === "gate" ? knob.with(knob.value) : knob.with(knob.value);
}

const knobs = (recipe: (typeof recipes)[number]) => knobsOf(recipe).flatMap((group) => group.knobs);

test.each(recipes)(
  "$id: each part has a source, shows the value that it has, and setting it changes nothing else",
  (recipe) => {
    const all = knobs(recipe);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const knob of all) {
      expect(knob.source.length).toBeGreaterThan(10);
      if (knob.kind === "choice") expect(knob.options.map(({ value }) => value)).toContain(knob.value);
      expect(unchanged(knob)).toEqual(recipe);
    }
  },
);

test("a formula as loss or gate is a field of its own; what cannot be run says why, and k1 gets a remark", () => {
  const [first] = recipes as readonly [(typeof recipes)[number]];
  const formula = (recipe: typeof first, id: string) => {
    const knob = knobs(recipe).find((each) => each.id === id);
    if (knob?.kind !== "formula") throw new Error(`${id} is no formula.`);
    return knob;
  };
  const own = withFormulas(first, { loss: "KL(p, q)", gate: "correct" });
  expect(formula(own, "weights-formula").value).toBe("correct");
  expect(recipeMistake(own)).toBeNull();
  const loss = formula(own, "loss-formula");
  expect(recipeMistake(loss.with("l+ * lS"))).toContain("compares only teacher");
  expect(recipeMistake(loss.with("lS *"))).toContain("at character 5");
  expect(loss.remark("lS - lT")).toContain("expected gradient is zero");
  expect(loss.remark("KL(p, q)")).toBeNull();
});

test("every offered value gives another recipe, which can be run or says why not", () => {
  const [recipe] = recipes as readonly [(typeof recipes)[number]];
  for (const knob of knobs(recipe)) {
    if (knob.kind !== "choice") continue;
    for (const { value } of knob.options) {
      const changed = knob.with(value);
      expect(JSON.stringify(changed) === JSON.stringify(recipe)).toBe(value === knob.value);
      expect([null, expect.any(String)]).toContainEqual(recipeMistake(changed));
    }
  }
});

function run(): Run {
  const records = [
    testEvaluation(0, { global: "0001", matched: "0011", regional: "1111" }),
    testStep(1),
    testStep(2, { loss: 0.3 }),
    testEvaluation(20, { global: "0011", matched: "0111", regional: "1111" }),
  ];
  const opened = openRun(testDocument(records));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

const figure = (of: Run, id: string) => RUN_FIGURES.map((make) => make(of)).find((each) => each?.id === id);

test("a run without records has no figures; one with them has each, with its own id", () => {
  const empty = { ...run(), steps: [], evaluations: [] };
  expect(RUN_FIGURES.map((make) => make(empty)).filter((each) => each !== null)).toEqual([]);
  const ids = RUN_FIGURES.map((make) => make(run())?.id);
  expect(new Set(ids).size).toBe(RUN_FIGURES.length);
});

test("figures have the numbers of the run, and a collapse is marked where it was found", () => {
  const rows = chartTable(figure(run(), "accuracy")?.chart ?? { kind: "cells", columns: [] }).rows;
  expect(rows.slice(0, 2)).toEqual([
    ["full image", "0", "25 %", "15 %", "35 %"],
    ["full image", "20", "50 %", "40 %", "60 %"],
  ]);
  const loss = chartTable(figure(run(), "loss")?.chart ?? { kind: "cells", columns: [] }).rows;
  expect(loss.map(([, step, value]) => [step, value])).toEqual([
    ["1", "0.100"],
    ["2", "0.300"],
    ["1", "0.100"],
    ["2", "0.200"],
  ]);
  const collapsed = withRecord(run(), { kind: "collapse", step: 20, reason: "why" });
  expect(figure(collapsed, "accuracy")?.chart).toMatchObject({ ideal: [{ x: 20 }, { x: 20 }] });
});

test("runs share one chart, which is as long as the longest one, and each has its name", () => {
  const other = run();
  const longer = { ...other, header: { ...other.header, steps: 90, seed: 2 } };
  const compared = compareFigure(run(), [longer, run()], "global");
  expect(compared?.chart).toMatchObject({ across: { domain: [0, 90] } });
  const rows = chartTable(compared?.chart ?? { kind: "cells", columns: [] }).rows;
  const lines = rows.map(([line, step, value]) => `${line} ${step} ${value}`);
  expect(lines).toContain("Vision-OPD, seed 2 20 50 %");
  expect(lines).toContain("3: Vision-OPD, seed 1 20 50 %");
  expect(new Set(compared?.key.map(({ words }) => words)).size).toBe(3);
});

test("what a run needs is said in time, memory and disk", () => {
  const need = { secondsBefore: 30, seconds: 300, diskBytes: 2_000_000 };
  const lines = needLines(need, "decoder");
  expect(lines[0]).toContain("5 min");
  expect(lines[0]).toContain("30 s");
  expect(lines[1]).toContain("2.0 MB");
  expect(lines[1]).toContain("350 MB");
  expect(needLines(need, "all")[1]).toContain("490 MB");
});

test("how many questions measure a run follows from its data", () => {
  const settings = { ...INITIAL_LAB.settings, perDimension: 10 };
  expect(questionsOf({ settings, own: null })).toEqual({ kinds: 6, questions: 60 });
  const own = { data: { title: "mine", sha256: "", pictures: 5 }, pictures: [], dimensions: 2 };
  expect(questionsOf({ settings: { ...settings, data: "own" }, own }).questions).toBe(20);
});

test("before a run or a part of it is lost, the question says what", () => {
  const checkpoints = [20, 40, 60].map((step) => ({ step, bytes: 7_000_000 }));
  const steps = Array.from({ length: 60 }, (_, i) => testStep(i + 1));
  const long = { ...run(), steps };
  const listed = { name: "a", at: 0, run: long, checkpoints, image: null };
  expect(deletionQuestion(listed)).toBe(
    "Delete Vision-OPD, Fovea-nano, seed 1, with its 60 steps and 3 checkpoints (21.0 MB)? This cannot be undone.",
  );
  const back = (step: number, to = checkpoints) => goingBackQuestion(long, to, step);
  expect(back(20)).toContain("Steps 21 to 60 and 2 later checkpoints are replaced");
  expect(back(40)).toContain("Steps 41 to 60 and 1 later checkpoint are replaced");
  expect(back(59, [])).toContain("Step 60 is replaced");
});

test("lines that a version does not know are counted in words", () => {
  const words = (unread: number) =>
    renderToStaticMarkup(createElement(RunFiles, { run: { ...run(), unread } }));
  expect(words(1)).toContain("1 line of");
  expect(words(2)).toContain("2 lines of");
  expect(words(0)).not.toContain("not known");
});

test("buttons of kept runs are told apart by time, and compare only with a run that is shown", () => {
  const [first, second] = [1, 2].map((day) => ({
    name: `run ${day}`,
    at: Date.UTC(2026, 0, day, 12),
    run: run(),
    checkpoints: [],
    image: null,
  }));
  if (first === undefined || second === undefined) throw new Error("Two runs are needed.");
  const names = (change: Partial<LabState>): readonly string[] => {
    const store = createStore<LabState>()(() => ({ ...INITIAL_LAB, kept: [second, first], ...change }));
    // Rendering calls no action.
    const handle = { store, actions: {} as LabActions };
    const html = renderToStaticMarkup(createElement(LabContext, { value: handle }, createElement(KeptRuns)));
    return [...html.matchAll(/<button.*?<\/button>/g)].map(([button]) => button.replace(/<[^>]*>/g, ""));
  };
  const shown = { run: second.run, name: second.name };
  expect(new Set(names(shown)).size).toBe(names(shown).length);
  expect(names(shown).join()).toMatch(/Compare Vision-OPD, Fovea-nano, seed 1, 1 Jan 2026, \d/);
  expect(names({ ...shown, others: [first] }).join()).toContain("Stop comparing Vision-OPD");
  expect(names({}).join()).not.toContain("Compare");
});
