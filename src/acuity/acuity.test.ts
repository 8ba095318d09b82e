import { describe, expect, test } from "vitest";
import { success } from "../base/outcome.ts";
import type { Showing } from "../evidence/views/showing.ts";
import type { Respondent } from "../suite/run/respondent.ts";
import { type CurveFit, curvesOf, type TrialResult } from "./curves.ts";
import { parseAcuity } from "./document.ts";
import { questionsAsked, questionsIn, resultsOf, stepsOf } from "./order.ts";
import { measurePlan } from "./run.ts";
import { type AcuityPlan, checkPlan, entryOf, pathOf, seedsOf, type Trial } from "./trials.ts";
import {
  edgeLevels,
  levelWords,
  pictureLevels,
  usualLevels,
  VARIABLE_NAMES,
  VARIABLES,
} from "./variables.ts";

const PLAN: AcuityPlan = { dimension: "colour", variable: "size", levels: VARIABLES.size.levels, scenes: 30 };

/** One scene after the other at every level. */
const trialsOf = (plan: AcuityPlan): readonly Trial[] =>
  [...seedsOf(plan)].flatMap((seed) => plan.levels.map((level, at) => ({ level, seed, first: at === 0 })));

/** An observer who is right about 95 % of large things and about 10 % of small ones, as often as that says. */
function observed(plan: AcuityPlan, threshold: number): readonly TrialResult[] {
  const { ease } = VARIABLES[plan.variable];
  return trialsOf(plan).map(({ level, seed, first }, i) => {
    const p = 0.1 + 0.85 / (1 + Math.exp(-3 * (ease(level) - ease(threshold))));
    const rank = (Math.floor(i / plan.levels.length) + 0.5) / plan.scenes;
    const answer = (chance: number) => ({ right: rank < chance, probability: chance });
    const blank = first ? { blank: answer(0.1) } : {};
    return { level, seed, seen: { global: answer(p), regional: answer(0.95), ...blank } };
  });
}

function fitted(fit: CurveFit | undefined) {
  if (fit?.kind !== "fitted") throw new Error(fit?.reason ?? "There is no curve.");
  return fit;
}

describe("the plan", () => {
  test.each(VARIABLE_NAMES)(
    "%s: levels from hard to easy, each paintable, and words for them",
    (variable) => {
      const { levels, ease, levelAt, range } = VARIABLES[variable];
      const eases = levels.map(ease);
      expect(eases).toEqual([...eases].sort((a, b) => a - b));
      for (const level of levels) {
        expect(level).toBeGreaterThanOrEqual(range[0]);
        expect(level).toBeLessThanOrEqual(range[1]);
        expect(levelAt(ease(level))).toBeCloseTo(level, 9);
        expect(levelWords(variable, level)).toMatch(/^\d/);
      }
      expect(new Set(levels.map((level) => levelWords(variable, level))).size).toBe(levels.length);
      expect(checkPlan({ ...PLAN, variable, levels }).ok).toBe(true);
      expect(trialsOf({ ...PLAN, variable, levels, scenes: 3 })).toHaveLength(3 * levels.length);
    },
  );

  test("what cannot be painted is refused with its reason", () => {
    const wrongs: readonly Partial<AcuityPlan>[] = [
      { levels: [0.5] },
      { levels: [] },
      { levels: [0.01, 0.01] },
      { scenes: 0 },
      { levels: [Number.NaN] },
      { variable: "distractors", levels: [1.2, 1.4] },
      { variable: "quality", levels: [30.5] },
    ];
    for (const wrong of wrongs)
      expect(checkPlan({ ...PLAN, ...wrong })).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  });

  test("usual levels are as many as wanted where there are so many, both ends included", () => {
    expect(usualLevels("size", 8)).toEqual(VARIABLES.size.levels);
    expect(usualLevels("size", 15)).toHaveLength(15);
    expect(usualLevels("distractors", 6)).toEqual([20, 14, 7, 4, 1, 0]);
    expect(edgeLevels([512, 128, 256], 8)).toEqual([128, 256, 512]);
    expect(pictureLevels(0.04, 3)).toEqual([0.0004, 0.00379, 0.036]);
  });

  test("a scene is the same at every level, and the question has one true answer", () => {
    const trials = trialsOf({ ...PLAN, scenes: 2 });
    expect(trials.map(({ level }) => level)).toEqual([...PLAN.levels, ...PLAN.levels]);
    expect(new Set(trials.map(({ seed }) => seed)).size).toBe(2);
    const [trial] = trials;
    const entry = trial === undefined ? null : entryOf(PLAN, trial);
    if (!trial || !entry) throw new Error("There is a trial.");
    const { answer, evidence, region } = entry;
    expect(answer).toContain(evidence[0]);
    expect(region.kind === "box" && region.box.width * region.box.height).toBeCloseTo(trial.level, 3);
  });
});

describe("the order of the questions", () => {
  const all = ["global", "isolated", "matched", "regional", "blank"] as const;
  /** Takes all steps; what was asked is seen. */
  function carriedOut(
    plan: AcuityPlan,
    right: (level: number) => boolean = () => true,
    results = resultsOf([]),
  ) {
    const asked: string[] = [];
    for (const { trial, wanted } of stepsOf(plan, all, results)) {
      asked.push(`${trial.level} ${wanted.join(" ")}`);
      const path = pathOf(trial);
      const found = Object.fromEntries(
        wanted.map((each) => [each, { right: right(trial.level), probability: 1 }]),
      );
      results.set(path, { ...trial, seen: { ...results.get(path)?.seen, ...found } });
    }
    return { asked, results };
  }

  test("first full image and crop of five scenes at all levels, then their other conditions, then more scenes", () => {
    const plan = { ...PLAN, levels: [0.001, 0.01], scenes: 6 };
    const { asked, results } = carriedOut(plan);
    expect(asked.slice(0, 2)).toEqual(["0.001 global regional blank", "0.01 global regional"]);
    expect(asked.slice(10, 12)).toEqual(["0.001 isolated matched", "0.01 isolated matched"]);
    expect(asked.slice(20)).toEqual([
      "0.001 global isolated matched regional blank",
      "0.01 global isolated matched regional",
    ]);
    expect(questionsAsked(results)).toBe(questionsIn(plan, all));
    expect(carriedOut(plan, undefined, results).asked).toEqual([]);
  });

  test("chosen levels: a sweep, then those around the threshold; going on asks what is left", () => {
    const levels = usualLevels("size", 15);
    const plan: AcuityPlan = { ...PLAN, levels, scenes: 40, adaptive: true };
    const { asked, results } = carriedOut(plan, (level) => level > 0.004);
    expect(questionsAsked(results)).toBe(questionsIn(plan, all));
    const chosen = asked.map((each) => levels.indexOf(Number(each.split(" ")[0])));
    expect(chosen.slice(0, 6)).toEqual([0, 3, 6, 8, 11, 14]);
    // 0.004 lies between the levels 5 and 6.
    expect(chosen.slice(12).filter((at) => at >= 3 && at <= 8).length).toBeGreaterThan(20);
    expect(asked.filter((each) => each.endsWith("blank"))).toHaveLength(5);
    const half = resultsOf([...results.values()].slice(0, 20));
    const rest = carriedOut(plan, (level) => level > 0.004, half).asked;
    expect(rest).toEqual(asked.slice(20));
  });
});

describe("the curves", () => {
  test("find an observer's threshold, with the crop's and the blank view's asymptotes", () => {
    const { curves, blank } = curvesOf(PLAN, observed(PLAN, 0.005));
    const fit = fitted(curves.global?.fit);
    expect(fit.threshold.low).toBeLessThan(0.005);
    expect(fit.threshold.high).toBeGreaterThan(0.005);
    expect(fit.threshold.value).toBeCloseTo(0.005, 3);
    expect(blank?.mean).toBeCloseTo(0.1, 9);
    expect(fit.lower).toBeCloseTo(0.1, 1);
    expect(fit.lapse).toBeLessThanOrEqual(0.1);
    expect(curves.regional?.fit).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("difference"),
    });
    expect(curves.matched).toBeUndefined();
  });

  test("an observer who sees all but the smallest has a threshold outside the levels", () => {
    const { curves } = curvesOf(PLAN, observed(PLAN, 0.0003));
    expect(curves.global?.fit).toMatchObject({ kind: "none", reason: expect.stringContaining("outside") });
  });

  test("where more makes it harder, the interval's ends are in the order of the levels", () => {
    const plan: AcuityPlan = { ...PLAN, variable: "distractors", levels: VARIABLES.distractors.levels };
    const { threshold } = fitted(curvesOf(plan, observed(plan, 5)).curves.global?.fit);
    expect(threshold.low).toBeLessThan(threshold.value);
    expect(threshold.high).toBeGreaterThan(threshold.value);
  });

  test("an end beyond what can be painted is open", () => {
    const plan: AcuityPlan = { ...PLAN, scenes: 4 };
    const { threshold } = fitted(curvesOf(plan, observed(plan, 0.06)).curves.global?.fit);
    expect(threshold.low).toBeGreaterThan(VARIABLES.size.range[0]);
    expect(threshold.value).toBeLessThan(VARIABLES.size.range[1]);
    expect(threshold.high).toBeNull();
  });

  test("four levels or data of no such shape have points and a sentence", () => {
    const few: AcuityPlan = { ...PLAN, levels: PLAN.levels.slice(2, 6) };
    const { curves } = curvesOf(few, observed(few, 0.005));
    expect(curves.global?.points).toHaveLength(4);
    expect(curves.global?.fit).toMatchObject({ kind: "none", reason: expect.stringContaining("5 levels") });
    const wave = trialsOf(PLAN).map(({ level, seed }) => ({
      level,
      seed,
      seen: { global: { right: PLAN.levels.indexOf(level) % 2 === 0, probability: 0.5 } },
    }));
    expect(curvesOf(PLAN, wave).curves.global?.fit.kind).toBe("none");
  });

  test("the parts of the gap are differences at one level, over the scenes asked under all four conditions", () => {
    const seen = (right: boolean) => ({ right, probability: 0.5 });
    const results = [1, 2, 3, 4].map((seed) => ({
      level: 0.1,
      seed,
      seen: {
        regional: seen(true),
        matched: seen(seed > 1),
        isolated: seen(seed > 1),
        global: seen(seed > 3),
      },
    }));
    const [gap] = curvesOf({ ...PLAN, levels: [0.1] }, results).gaps;
    expect(gap?.parts.resolution.mean).toBeCloseTo(0.25, 12);
    expect(gap?.parts.placement.mean).toBe(0);
    expect(gap?.parts.clutter.mean).toBeCloseTo(0.5, 12);
  });
});

describe("a measurement", () => {
  const plan: AcuityPlan = { ...PLAN, levels: [0.01, 0.05], scenes: 2 };
  const rollout = { logProbs: [-0.5], texts: ["no"], ids: [1], end: "stop" };
  const asked: string[] = [];
  const edges: (number | undefined)[] = [];
  const respondent = {
    model: "stub",
    boxWords: null,
    signal: new AbortController().signal,
    open: async (path: string) => success(path),
    engine: {
      rollout: async ({ showing }: { readonly showing: Showing }) => {
        asked.push("rollout");
        edges.push(showing.longestEdge);
        return success([rollout]);
      },
      likelihood: async () => success([-2]),
    },
  } as unknown as Respondent;

  test("asks every trial once, the blank view once a scene, and what was seen before not again", async () => {
    const kept: TrialResult[] = [];
    const results = resultsOf([]);
    const progress = { goOn: async () => true, keep: (result: TrialResult) => void kept.push(result) };
    await measurePlan(respondent, plan, ["global", "blank"], results, progress);
    expect(results.size).toBe(4);
    expect(asked).toHaveLength(4 + 2);
    expect(kept[0]?.seen.global?.probability).toBeCloseTo(Math.exp(-2), 12);
    await measurePlan(respondent, plan, ["global", "blank"], results, progress);
    expect(asked).toHaveLength(6);
    await measurePlan(respondent, plan, ["regional"], results, progress);
    expect(kept.at(-1)?.seen).toMatchObject({ global: {}, regional: {} });
    expect(results.size).toBe(4);
    expect(edges.every((edge) => edge === undefined)).toBe(true);
  });

  test("a longest edge that varies is that of the showings", async () => {
    edges.length = 0;
    const edged: AcuityPlan = { ...plan, variable: "longestEdge", levels: [128, 512], scenes: 1 };
    const progress = { goOn: async () => true, keep: () => undefined };
    expect((await measurePlan(respondent, edged, ["global"], resultsOf([]), progress)).ok).toBe(true);
    expect(edges).toEqual([128, 512]);
  });

  test("stops between trials", async () => {
    let left = 1;
    const results = resultsOf([]);
    const progress = { goOn: async () => left-- > 0, keep: () => undefined };
    expect(await measurePlan(respondent, plan, ["global"], results, progress)).toEqual(success(null));
    expect(results.size).toBe(1);
  });

  test("is written and opened again; what is no measurement is refused with its reason", () => {
    const card = {
      build: "b",
      modelBackend: "wasm",
      numbersBackend: "cpu",
      adapter: "a",
      weightsSha256: "0",
      runtime: "r",
    };
    const document = {
      format: "fovea-acuity",
      schema: 1,
      plan,
      model: { id: "stub", title: "Stub" },
      card,
      trials: [{ level: 0.01, seed: 1, seen: { global: { right: true, probability: 0.5 } } }],
    };
    expect(parseAcuity(JSON.stringify({ threshold: null, document }))).toEqual(success(document));
    for (const text of [
      "",
      "[]",
      "{}",
      JSON.stringify({ ...document, schema: 2 }),
      JSON.stringify({ ...document, plan: { ...plan, levels: [7] } }),
    ])
      expect(parseAcuity(text)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  });
});
