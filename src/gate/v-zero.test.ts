import fc from "fast-check";
import { expect, test } from "vitest";
import golden from "../math/golden.json" with { type: "json" };
import { logRatio, surrogate } from "../math/loss/estimators.ts";
import { sequenceMean, tokenMean } from "../math/statistics/statistics.ts";
import type { Member, Weights } from "./gate.ts";
import { vZero } from "./v-zero.ts";

const expected = golden.vZero;

/** Answers whose evidence gaps are these: the negative view's log-probabilities are all -10. */
function group(gaps: readonly (readonly number[])[]): readonly Member[] {
  return gaps.map((row) => ({
    correct: null,
    logProbs: { positive: row.map((gap) => gap - 10), negative: row.map(() => -10) },
  }));
}

function weigh(members: readonly Member[], settings: Partial<typeof vZero.start> = {}): Weights {
  const outcome = vZero.computeWeights(members, { ...vZero.start, ...settings });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

const step = (weights: Weights, symbol: string) => weights.trail.find((entry) => entry.symbol === symbol);

function expectClose(actual: readonly unknown[] | undefined, values: readonly number[]) {
  expect(actual?.length).toBe(values.length);
  for (const [i, value] of values.entries())
    expect(Math.abs((actual?.[i] as number) - value)).toBeLessThan(1e-7);
}

test("golden: scores, their spread, advantages and weights", () => {
  const weights = weigh(group(expected.gaps));
  const values = (symbol: string) => (step(weights, symbol) as { values: readonly number[] }).values;
  expectClose(values("p"), expected.scores);
  expectClose(values("a"), expected.advantages);
  expectClose(weights.perAnswer, expected.weights);
  expectClose([(step(weights, "μ") as { value: number }).value], [expected.mean]);
  const deviation = (step(weights, "σ") as { value: number }).value;
  expectClose([deviation], [expected.deviation]);
  expect(Math.abs(deviation - expected.notTheSampleDeviation)).toBeGreaterThan(0.07);
  expectClose(weigh(group(expected.gaps), { alpha: 0.5 }).perAnswer, expected.weightsAtHalf);
  const positives = weigh(group(expected.gaps), { gamma: 0 });
  expectClose((step(positives, "p") as { values: readonly number[] }).values, expected.positivesOnly.scores);
  expectClose(positives.perAnswer, expected.positivesOnly.weights);
});

test("golden: the gated loss and its surrogate, by sequence and by token", () => {
  for (const [alpha, gated, gatedSurrogate] of [
    [1, expected.gatedMean, expected.surrogate],
    [0.5, expected.gatedMeanAtHalf, expected.surrogateAtHalf],
  ] as const) {
    const { perAnswer, perToken } = weigh(group(expected.gaps), { alpha });
    const gaps = expected.studentMinusTeacher;
    const losses = gaps.map((row, g) =>
      row.map((gap, t) => surrogate(gap, expected.studentLogProbs[g]?.[t] as number)),
    );
    const weighted = (rows: readonly (readonly number[])[]) =>
      rows.map((row, g) => row.map((value) => value * (perAnswer[g] as number)));
    expectClose([sequenceMean({ values: weighted(gaps) })], [gated]);
    expectClose([sequenceMean({ values: weighted(losses) })], [gatedSurrogate]);
    const byCoefficient = gaps.map((row, g) => row.map((gap, t) => gap * (perToken[g]?.[t] as number)));
    expectClose([byCoefficient.flat().reduce((sum, value) => sum + value, 0)], [gated]);
    if (alpha === 1) {
      expectClose([tokenMean({ values: weighted(losses) })], [expected.surrogateTokenMean]);
      const alike = weigh(group(expected.gaps), { alpha, mean: "token" }).perToken;
      const summed = losses.flatMap((row, g) => row.map((loss, t) => loss * (alike[g]?.[t] as number)));
      expectClose([summed.reduce((sum, value) => sum + value, 0)], [expected.surrogateTokenMean]);
    }
  }
});

test("one answer, or equal answers, weigh 1", () => {
  expect(weigh(group([[0.3, -0.1]])).perAnswer).toEqual([1]);
  for (const weight of weigh(group([[0.1], [0.1, 0.1], [0.1]])).perAnswer) expect(weight).toBeCloseTo(1, 9);
});

test("golden: two answers differ as far as the gate lets them", () => {
  const { advantages, weights, weightsAtHalf } = expected.twoAnswers;
  const two = group([[0.2], [0.9]]);
  // The code's 1e-6 beside the deviation keeps them a hair apart from the whole numbers.
  const rounded = (values: readonly unknown[]) => values.map((w) => Math.round((w as number) * 1e4) / 1e4);
  expectClose(rounded((step(weigh(two), "a") as { values: readonly number[] }).values), advantages);
  expectClose(rounded(weigh(two).perAnswer), weights);
  expectClose(rounded(weigh(two, { alpha: 0.5 }).perAnswer), weightsAtHalf);
});

test("an advantage is at most sqrt(G - 1)", () => {
  const most = expected.largestAdvantageOfEight;
  const weights = weigh(group([[9], ...new Array(7).fill([0])]));
  expect(Math.max(...(step(weights, "a") as { values: readonly number[] }).values)).toBeCloseTo(most, 5);
});

test("an answer without tokens weighs 0 and moves nobody else", () => {
  const { perAnswer } = weigh(group([...expected.gaps, []]));
  expectClose(perAnswer.slice(0, 4), expected.weights);
  expect(perAnswer[4]).toBe(0);
});

test("no group, no weights; nothing is NaN, whatever the readings", () => {
  expect(weigh([]).perAnswer).toEqual([]);
  const nats = fc.oneof(fc.double({ min: -50, max: 0, noNaN: true }), fc.constant(-Infinity));
  const member = fc
    .array(fc.tuple(nats, nats), { maxLength: 6 })
    .map((tokens) => ({ positive: tokens.map(([a]) => a), negative: tokens.map(([, b]) => b) }));
  fc.assert(
    fc.property(
      fc.array(member, { maxLength: 6 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      (members, alpha) => {
        const weights = weigh(
          members.map((logProbs) => ({ logProbs, correct: null })),
          { alpha },
        );
        for (const weight of [...weights.perAnswer, ...weights.perToken.flat()]) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(2);
        }
      },
    ),
  );
});

test("a token without probability is remarked on and counts 20 nats", () => {
  const weights = weigh([{ correct: null, logProbs: { positive: [-1], negative: [-Infinity] } }]);
  expect(step(weights, "Δ")).toMatchObject({ values: [[20]] });
  expect(weights.remarks).toHaveLength(1);
  expect(logRatio(-1, -Infinity)).toBe(Infinity);
});

test.each([
  [{ positive: [-1] }, {}, "answer 0 has not been scored by the negative side"],
  [{ positive: [-1], negative: [-1, -2] }, {}, "answer 0 has scores of different lengths"],
  [
    { positive: [-1], negative: [Number.NaN] },
    {},
    "answer 0 has a score of the negative side that is not a log-probability",
  ],
  [{ positive: [-1], negative: [-1] }, { least: 3 }, "the smallest weight 3 is above the largest 2"],
])("refuses %o with %o", (logProbs, settings, message) => {
  const outcome = vZero.computeWeights([{ correct: null, logProbs }], { ...vZero.start, ...settings });
  expect(outcome).toEqual({ ok: false, fault: { kind: "badInput", message } });
});
