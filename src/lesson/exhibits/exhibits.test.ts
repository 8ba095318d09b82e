import { describe, expect, test } from "vitest";
import golden from "../../math/golden.json" with { type: "json" };
import { INITIAL_EXHIBITS, tuned } from "../exhibit-state.ts";
import { FIGURE_MEANS, shareOfTopFifth, weighSiblings, weighTokens } from "./advantage.ts";
import { bestCommitment, FIT_CURVES, FIT_TEACHER, fittedStudent } from "./fit.ts";
import { weighGroup } from "./gate.ts";
import { weighAnswers } from "./margin.ts";
import { type PairSettings, readPair } from "./pair.ts";

const pair = (change: Partial<PairSettings>) => readPair({ ...INITIAL_EXHIBITS.pair, ...change });

function weights<T>(outcome: { ok: true; value: T } | { ok: false }): T {
  if (!outcome.ok) throw new Error("no weights");
  return outcome.value;
}

function answers(value: ReturnType<typeof weighGroup>, symbol: string): readonly (number | null)[] {
  const step = weights(value).trail.find((each) => each.symbol === symbol);
  if (step?.of !== "answers") throw new Error(`no ${symbol}`);
  return step.values;
}

describe("one position", () => {
  test("its rows are those of fixture A, and so are its divergences", () => {
    expect(pair({}).value).toBeCloseTo(0.15032646, 7);
    expect(pair({ beta: 0.1 }).value).toBeCloseTo(0.05498163, 7);
    expect(pair({ divergence: "forwardKl" }).value).toBeCloseTo(0.62115581, 7);
    expect(pair({ divergence: "reverseKl" }).value).toBeCloseTo(0.65948052, 7);
    expect(golden.fixtureA.student).toEqual([2, 1, 0, -1, -2]);
    expect(golden.fixtureA.teacher).toEqual([1, 2.5, 0, -2, -0.5]);
  });

  test("on a support: a tail is never above the full value, renormalised it may be", () => {
    const topK = { support: "topK", k: 2 } as const;
    expect(pair({ ...topK }).value).toBeCloseTo(0.14274493, 7);
    expect(pair({ ...topK, rest: "renormalise" }).value).toBeCloseTo(0.16077266, 7);
    expect(pair({ ...topK, rest: "renormalise" }).value).toBeGreaterThan(pair({}).full);
    expect(pair({ ...topK, k: 1, from: "teacher" }).value).toBeCloseTo(0.12984166, 7);
  });

  test("the terms add up, and a teacher equal to the student gives 0", () => {
    for (const divergence of ["forwardKl", "reverseKl", "jsd"] as const) {
      const { bins, value } = pair({ divergence, support: "topK", k: 3 });
      expect(bins.reduce((sum, bin) => sum + bin.term, 0)).toBeCloseTo(value ?? Number.NaN, 12);
      expect(pair({ divergence, teacher: "same" }).value).toBeCloseTo(0, 12);
    }
  });

  test("with two words and a tail, the third word moves the other way than over all words", () => {
    const { update, fullUpdate } = pair({ support: "topK", k: 2 });
    expect(-(fullUpdate[2] ?? 0)).toBeCloseTo(0.00074704, 7);
    expect(-(update[2] ?? 0)).toBeCloseTo(-0.00165776, 7);
  });
});

describe("a student with one parameter", () => {
  test("its rows are distributions", () => {
    for (const row of [FIT_TEACHER, fittedStudent(0), fittedStudent(0.37), fittedStudent(1)])
      expect(row.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
  });

  test("reverse KL commits clearly further than forward KL, the JSD lies between", () => {
    expect(bestCommitment("reverseKl")).toBeGreaterThan(bestCommitment("forwardKl") + 0.2);
    expect(bestCommitment("jsd")).toBeGreaterThan(bestCommitment("forwardKl"));
    expect(bestCommitment("jsd")).toBeLessThan(bestCommitment("reverseKl"));
    for (const curve of FIT_CURVES) expect(curve.best).toBeGreaterThan(0.1);
  });
});

describe("VA-OPD", () => {
  test("the siblings' weights are those of the method figure", () => {
    expect(FIGURE_MEANS).toHaveLength(4);
    const figure = [0.65577446, 0.20557745, 0.09486866, 0.04377943];
    for (const [i, weight] of weights(weighSiblings()).perAnswer.entries())
      expect(weight).toBeCloseTo(figure[i] as number, 7);
  });

  test("at one half a high token counts four times as much, at 0.2 all count the same", () => {
    const at = (lambda: number) =>
      [...(weights(weighTokens(lambda)).perToken[0] ?? [])].sort((a, b) => b - a);
    expect((at(0.5)[0] as number) / (at(0.5)[9] as number)).toBeCloseTo(4, 12);
    for (const coefficient of at(0.2)) expect(coefficient).toBeCloseTo(0.1, 12);
  });

  test("the share of the top fifth", () => {
    expect(shareOfTopFifth([0, 3, 0, 0, 1])).toBe(0.75);
    expect(shareOfTopFifth([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toBeCloseTo(0.2, 12);
    expect(shareOfTopFifth([])).toBeNull();
    expect(shareOfTopFifth([0, 0])).toBeNull();
  });
});

test("V-Zero: golden weights, the coin toss of two siblings, and identical crops", () => {
  const wanted = [0.84905392, 0.44653105, 0.04400817, 2];
  for (const [i, weight] of answers(weighGroup(INITIAL_EXHIBITS.gate), "w").entries())
    expect(weight).toBeCloseTo(wanted[i] as number, 7);
  expect(answers(weighGroup({ ...INITIAL_EXHIBITS.gate, gamma: 0 }), "w")[1]).toBeCloseTo(0.28602628, 7);
  const two = answers(weighGroup({ ...INITIAL_EXHIBITS.gate, answers: 2 }), "w");
  expect(two[0]).toBeCloseTo(2, 4);
  expect(two[1]).toBeCloseTo(0, 4);
  expect(answers(weighGroup({ ...INITIAL_EXHIBITS.gate, crops: "same" }), "w")).toEqual([1, 1, 1, 1]);
});

test("Uni-OPD: golden margins, shift and mask", () => {
  const settings = INITIAL_EXHIBITS.margin;
  const margin = (change: Partial<typeof settings>) =>
    weights(weighAnswers({ ...settings, ...change })).trail.find((step) => step.symbol === "m");
  expect(margin({})).toMatchObject({ value: expect.closeTo(0.085, 10) });
  expect(margin({ margin: "extreme" })).toMatchObject({ value: expect.closeTo(-0.08, 10) });
  expect(answers(weighAnswers({ ...settings, delta: 0.4 }), "G′")).toEqual(
    [-0.0325, 0.1075, -0.2675, -0.4575].map((value) => expect.closeTo(value, 10)),
  );
  expect(answers(weighAnswers({ ...settings, delta: 0.4, remedy: "mask" }), "k")).toEqual([0, 1, 0, 1]);
});

test("the exhibits keep what a change does not name", () => {
  const exhibits = tuned(INITIAL_EXHIBITS, { pair: { k: 1 }, miniature: { seed: 7 } });
  expect(exhibits).toEqual({
    ...INITIAL_EXHIBITS,
    pair: { ...INITIAL_EXHIBITS.pair, k: 1 },
    miniature: { ...INITIAL_EXHIBITS.miniature, seed: 7 },
  });
});
