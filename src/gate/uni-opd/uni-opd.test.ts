import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "../../base/random.ts";
import golden from "../../math/golden.json" with { type: "json" };
import { balanced, balancedCounts, repetition } from "../../math/group/balance.ts";
import {
  areaUnderCurve,
  greedyMask,
  type Judged,
  marginOf,
  shiftOf,
  violationRate,
} from "../../math/group/margin.ts";
import type { Member, Weights } from "../gate.ts";
import { uniOpd } from "./uni-opd.ts";

const expected = golden.uniOpd;
const judged: readonly Judged[] = [
  ...expected.correct.map((value) => ({ value, correct: true })),
  ...expected.incorrect.map((value) => ({ value, correct: false })),
];

/** An answer whose token rewards are these: the student's log-probabilities are all -2. */
const answer = (rewards: readonly number[], correct: boolean | null): Member => ({
  correct,
  logProbs: { teacher: rewards.map((reward) => reward - 2), student: rewards.map(() => -2) },
});

function weigh(members: readonly Member[], settings: Partial<typeof uniOpd.start> = {}): Weights {
  const outcome = uniOpd.computeWeights(members, { ...uniOpd.start, ...settings });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

const values = (weights: Weights, symbol: string) =>
  (
    weights.trail.find((entry) => entry.symbol === symbol) as unknown as {
      values: readonly (number | null)[];
    }
  ).values;

test("golden: margins and shifts", () => {
  const { delta } = expected;
  expect(marginOf(judged, "mean")).toBeCloseTo(expected.meanGap, 12);
  expect(marginOf(judged, "extreme")).toBeCloseTo(expected.extremeMargin, 12);
  expect(shiftOf(expected.meanGap, delta, "correctUp")).toEqual({
    correct: expect.closeTo(expected.meanShift, 12),
    incorrect: 0,
  });
  const both = shiftOf(expected.meanGap, delta, "both");
  expect([both.correct, both.incorrect]).toEqual([
    expect.closeTo(expected.bothSides, 12),
    expect.closeTo(-expected.bothSides, 12),
  ]);
  expect(shiftOf(expected.meanGap, delta, "incorrectDown").incorrect).toBeCloseTo(-expected.meanShift, 12);
  expect(shiftOf(expected.extremeMargin, delta, "correctUp").correct).toBeCloseTo(expected.extremeShift, 12);
});

test("golden: a shifted answer's return", () => {
  const group = [
    answer(expected.tokens, true),
    answer([expected.correct[1] as number], true),
    ...expected.incorrect.map((value) => answer([value], false)),
  ];
  const weights = weigh(group);
  expect(values(weights, "G")[0]).toBeCloseTo(expected.tokenMean, 12);
  expect(expected.tokens.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(expected.tokenSum, 12);
  expect(values(weights, "G′")[0]).toBeCloseTo(expected.returnAfterShift, 12);
  expect(weights.perToken[0]?.map((advantage) => advantage - expected.bothSides)).toEqual(
    expected.tokens.map((reward) => expect.closeTo(reward, 12)),
  );
});

test.each(expected.greedyMask)("golden: greedy mask for a margin of $delta", ({ delta, dropped, gap }) => {
  const kept = greedyMask(judged, "mean", delta);
  const gone = judged.filter((_, i) => !kept[i]);
  expect(gone.map(({ correct, value }) => `${correct ? "correct" : "incorrect"}:${value}`).sort()).toEqual(
    [...dropped].sort(),
  );
  expect(
    marginOf(
      judged.filter((_, i) => kept[i]),
      "mean",
    ),
  ).toBeCloseTo(gap, 12);
});

test.each(expected.balance)(
  "golden: $correct right and $incorrect wrong at $ratio",
  ({ correct, incorrect, ratio, kept }) => {
    expect(Object.values(balancedCounts(correct, incorrect, ratio))).toEqual(kept);
  },
);

test("balancing keeps the smallest lots, and whoever is not judged", () => {
  const correct = [true, true, true, false, null];
  expect(balanced(correct, 1, [0.9, 0.1, 0.5, 0.3, 0.2])).toEqual([false, true, false, true, true]);
  expect(balanced(correct, 0, [0, 0, 0, 0, 0])).toEqual([false, false, false, true, true]);
  expect(balanced(correct, Infinity, [0, 0, 0, 0, 0])).toEqual([true, true, true, false, true]);
  expect(balanced([true, true], 0, [0, 0])).toEqual([true, true]);
});

test("offline repetition flattens the middle and leaves the ends", () => {
  expect(repetition([10, 2, 5, 10, 4])).toEqual([1, 3, 2, 1, 1]);
  expect(repetition([0, 0, 1])).toEqual([1, 1, 1]);
});

test("order: violations and the area under the curve", () => {
  expect(violationRate([0.1, -0.2, null, 0])).toBeCloseTo(1 / 3, 12);
  expect(violationRate([null])).toBeNull();
  expect(areaUnderCurve(judged)).toBe(0.75);
  expect(
    areaUnderCurve([
      { value: 1, correct: true },
      { value: 1, correct: false },
    ]),
  ).toBe(0.5);
  expect(areaUnderCurve([{ value: 1, correct: true }])).toBeNull();
});

test("a missing side, an answer nobody judged, an answer without tokens", () => {
  const alone = weigh([answer([0.5], true), answer([0.1], true)]);
  expect(alone.perToken.flat()).toEqual([0.5, expect.closeTo(0.1, 12)]);
  expect(alone.remarks).toHaveLength(1);
  const mixed = weigh([answer([-0.5], true), answer([0.5], false), answer([0.3], null), answer([], true)]);
  expect(values(mixed, "s")).toEqual([expect.closeTo(0.7, 12), expect.closeTo(-0.7, 12), 0, 0]);
  expect(mixed.perAnswer).toEqual([1, 1, 1, 0]);
});

test("a token about which the sides differ by 10 nats has no loss", () => {
  expect(weigh([answer([1.5, -10], null)]).perToken).toEqual([[1.5, 0]]);
});

test("a masked answer has no advantage", () => {
  const weights = weigh([answer([-0.5], true), answer([0.2], true), answer([0.1], false)], {
    remedy: "mask",
    delta: 0.1,
  });
  expect(weights.perAnswer).toEqual([0, 1, 1]);
  expect(weights.perToken[0]).toEqual([0]);
});

test("a shift reaches the margin exactly; a margin that is there stays", () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  const group = fc.array(fc.record({ value, correct: fc.boolean() }), { maxLength: 8 });
  const kind = fc.constantFrom("mean", "extreme") as fc.Arbitrary<"mean" | "extreme">;
  const direction = fc.constantFrom("correctUp", "incorrectDown", "both") as fc.Arbitrary<
    "correctUp" | "incorrectDown" | "both"
  >;
  fc.assert(
    fc.property(
      group,
      kind,
      direction,
      fc.double({ min: 0, max: 2, noNaN: true }),
      (answers, by, whom, delta) => {
        const before = marginOf(answers, by);
        const shift = shiftOf(before, delta, whom);
        const moved = answers.map((a) => ({
          ...a,
          value: a.value + (a.correct ? shift.correct : shift.incorrect),
        }));
        const after = marginOf(moved, by);
        if (before === null) expect(after).toBeNull();
        else expect(after).toBeCloseTo(Math.max(before, delta), 9);
        const kept = greedyMask(answers, by, delta);
        const staying = answers.filter((_, i) => kept[i]);
        if (before !== null) expect(marginOf(staying, by) as number).toBeGreaterThanOrEqual(before);
        for (const correct of [true, false]) {
          const count = (list: readonly Judged[]) => list.filter((a) => a.correct === correct).length;
          expect(count(staying)).toBeGreaterThanOrEqual(
            Math.min(count(answers), Math.max(1, Math.floor(count(answers) / 4))),
          );
        }
      },
    ),
  );
});

test("balancing never invents answers and is the same for the same lots", () => {
  const random = seeded(2);
  const correct = Array.from({ length: 20 }, () => random.next() < 0.7);
  const lots = correct.map(() => random.next());
  const kept = balanced(correct, 1, lots);
  expect(balanced(correct, 1, lots)).toEqual(kept);
  const count = (judgement: boolean) => correct.filter((c, i) => c === judgement && kept[i]).length;
  expect(count(true)).toBe(count(false));
});

test("a margin that cannot be reached is refused", () => {
  expect(uniOpd.computeWeights([], { ...uniOpd.start, delta: Number.NaN }).ok).toBe(false);
});
