/** Divergences and masks of the catalogs, written in the language: the same numbers as the built-in ones. */
import { describe, expect, test } from "vitest";
import { seeded } from "../../base/random.ts";
import { chosenDivergence, divergences } from "../../math/divergences/catalog.ts";
import { balanced } from "../../math/group/balance.ts";
import { greedyMask } from "../../math/group/margin.ts";
import { softmax } from "../../math/support/pair-sums.ts";
import { Evaluation, valuesOf } from "../evaluate.ts";
import { readFormula } from "../formula.ts";
import { measuredOfRows, type RowGroup } from "../gradient/row-group.ts";
import { DIVERGENCE_STARTS } from "./starts.ts";

const random = seeded(16);
const V = 40;
/** Two sides, of which each rules out a token of the other. */
const row = (masked: number) =>
  softmax(
    Array.from({ length: V }, (_, v) => (v === masked ? Number.NEGATIVE_INFINITY : 2 * random.normal())),
    1,
  );

const ANSWERS = 9;
const STUDENT = Array.from({ length: ANSWERS }, () => [row(-1)]);
const TEACHER = STUDENT.map(() => [row(-1)]);
const CORRECT = STUDENT.map((_, at) => at % 3 === 0);

const group: RowGroup = {
  ids: STUDENT.map(() => [3]),
  correct: CORRECT,
  rows: ({ kind }, answer) => (kind === "student" ? STUDENT : TEACHER)[answer] ?? null,
};

function valuesOn(text: string, rows: RowGroup = group): readonly number[] {
  const found = readFormula(text);
  if (!found.ok) throw new Error(`${text}: ${found.problem.message}`);
  const evaluation = new Evaluation(measuredOfRows(found.value, rows));
  return rows.ids.map((_, answer) => valuesOf(found.value, evaluation, answer, 1)[0] ?? Number.NaN);
}

function builtIn(kind: string, parameter: Readonly<Record<string, number>> = {}): readonly number[] {
  const { definition, parameter: value } = chosenDivergence({ kind, ...parameter });
  return STUDENT.map(([student], answer) => {
    const teacher = TEACHER[answer]?.[0];
    if (student === undefined || teacher === undefined) throw new Error("Each answer has a token.");
    return definition.value({ student: student.logProbs, teacher: teacher.logProbs }, value);
  });
}

function expectSame(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 10);
}

describe("every divergence of the catalog", () => {
  test("is written in the language", () => {
    expect(DIVERGENCE_STARTS.map(({ divergence }) => divergence)).toEqual(divergences.map(({ id }) => id));
  });

  test.each(DIVERGENCE_STARTS.map(({ divergence, text }) => [divergence, text] as const))(
    "%s has the built-in’s numbers",
    (id, text) => expectSame(valuesOn(text), builtIn(id)),
  );

  test.each([
    ["KL(q, p)", "forwardKl", {}],
    ["KL(p, q)", "reverseKl", {}],
    ["JSD(q, p, 0.3)", "jsd", { beta: 0.3 }],
    ["TV(p, q)", "totalVariation", {}],
    ["hellinger(p, q)", "squaredHellinger", {}],
    ["renyi(q, p)", "renyiForward", {}],
    ["a = 2 in 0..4\nrenyi(p, q, a)", "renyiReverse", { alpha: 2 }],
    ["renyi(p, r(teacher), 1)", "reverseKl", {}],
    ["skewKL(q, p)", "skewForwardKl", {}],
    ["skewKL(p, q, 0.2)", "skewReverseKl", { lambda: 0.2 }],
    ["skewKL(p, q, 1)", "reverseKl", {}],
  ] as const)("%s by name is %s", (text, id, parameter) =>
    expectSame(valuesOn(text), builtIn(id, parameter)),
  );
});

test("the K largest add up, K may have a slider, and K beyond the vocabulary takes all", () => {
  const largest = (k: number) =>
    STUDENT.map(([student]) =>
      [...(student?.probabilities ?? [])]
        .sort((a, b) => b - a)
        .slice(0, k)
        .reduce((sum, value) => sum + value, 0),
    );
  expectSame(valuesOn("top_v(3, p)"), largest(3));
  expectSame(valuesOn("k = 4.4 in 1..9\ntop_v(k, p)"), largest(4));
  expectSame(
    valuesOn("top_v(1024, p)"),
    STUDENT.map(() => 1),
  );
  expectSame(valuesOn("top_v(1, p * q) - max_v(p * q)"), new Array(ANSWERS).fill(0));
});

describe("masks over a group", () => {
  const returns = valuesOn("mean_t(lT - lS)");

  test.each([0, 0.4, 3])("the greedy mask with a margin of %f is Uni-OPD’s", (delta) => {
    const judged = returns.map((value, at) => ({ value, correct: CORRECT[at] ?? false }));
    expect(valuesOn(`greedy_mask(mean_t(lT - lS), correct, ${delta})`)).toEqual(
      greedyMask(judged, "mean", delta).map(Number),
    );
  });

  test.each([0.25, 1, 2])("balancing to %f keeps those with the smallest numbers", (ratio) => {
    expect(valuesOn(`balance(mean_t(lT - lS), correct, ${ratio})`)).toEqual(
      balanced(CORRECT, ratio, returns).map(Number),
    );
  });

  test("any condition per answer may say which are right, and what is undefined masks nothing", () => {
    expect(valuesOn("greedy_mask(mean_t(lS), mean_t(lT) > -3, 0.1)").every((each) => each <= 1)).toBe(true);
    expect(valuesOn("balance(mean_t(lS) / 0 * 0, correct, 1) + 0 / 0 * length")).toEqual(
      new Array(ANSWERS).fill(Number.NaN),
    );
  });
});

describe("what is refused, where, and what was expected", () => {
  test.each([
    ["top_v(p)", "top_v(p)", /a number and a value, as in top_v\(10, p\)/],
    ["top_v(1025, p)", "1025", /a number from 1 to 1024/],
    ["top_v(length, p)", "length", /a number from 1 to 1024/],
    ["hellinger(p)", "hellinger(p)", /expects two sides/],
    ["renyi(p, q, lS)", "lS", /a number here/],
    ["skewKL(r(a), q)", "q", /one other side/],
    ["balance(length, 1, 1)", "1", /one number per answer/],
    ["greedy_mask(length, correct, length)", "length", /whole group as the last value/],
    ["attention(p)", "attention(p)", /is not a function of numbers/],
    ["sum_v(p * attention)", "attention", /expected this outside of the sum/],
  ])("%s", (text, part, message) => {
    const found = readFormula(text);
    if (found.ok) throw new Error("It is accepted.");
    const { place, message: why } = found.problem;
    expect(why).toMatch(message);
    expect(text.slice(place.from, place.to)).toBe(part);
  });
});
