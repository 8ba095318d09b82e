import fc from "fast-check";
import { expect, test } from "vitest";
import golden from "../math/golden.json" with { type: "json" };
import { logSoftmax } from "../math/rows/logits.ts";
import { mean } from "../math/statistics/statistics.ts";
import type { Member, Weights } from "./gate.ts";
import { highCount, highTokens, tokenCoefficients, vaOpd } from "./va-opd.ts";

const expected = golden.vaOpd;

function weigh(members: readonly Member[], settings: Partial<typeof vaOpd.start> = {}): Weights {
  const outcome = vaOpd.computeWeights(members, { ...vaOpd.start, ...settings });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

const member = (teacher: readonly number[], degraded: readonly number[]): Member => ({
  correct: null,
  logProbs: { teacher, degraded },
});

/** One-token answers whose mean advantages are these. */
const gaining = (means: readonly number[]) => means.map((mean) => member([-1], [-1 - mean]));

const values = (weights: Weights, symbol: string) =>
  (weights.trail.find((entry) => entry.symbol === symbol) as unknown as { values: readonly number[] }).values;

function expectClose(actual: readonly number[], wanted: readonly number[], within = 1e-7) {
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries())
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(within);
}

test("golden: the weights of the method's figure", () => {
  const weights = weigh(gaining(expected.means));
  expectClose(values(weights, "ẑ"), expected.standardised, 1e-6);
  expectClose(weights.perAnswer, expected.weights, 1e-6);
  expectClose(weights.perAnswer, expected.printed, 5e-4);
  for (const [i, wrong] of expected.notTheSampleDeviation.entries()) {
    expect(Math.abs((weights.perAnswer[i] as number) - wrong)).toBeGreaterThan(5e-3);
  }
});

test("golden: tokens, their groups and their coefficients", () => {
  const weights = weigh([member(expected.clear, expected.degraded)]);
  expectClose((values(weights, "a") as unknown as readonly number[][])[0] as number[], expected.advantage);
  expectClose(values(weights, "ā"), [expected.advantageMean]);
  const gains = expected.clear.map((nats, t) => nats - (expected.degraded[t] as number));
  expectClose([mean(gains) as number], [expected.signedMean]);
  expectClose([mean(expected.divergence) as number], [expected.uniformMean]);
  expect(highTokens(expected.advantage, highCount(6, 0.2))).toEqual(expected.high);
  expectClose(weights.perToken[0] as number[], expected.coefficients);
  const loss = expected.divergence.reduce(
    (sum, nats, t) => sum + nats * (weights.perToken[0]?.[t] as number),
    0,
  );
  expect(loss).toBeCloseTo(expected.groupLoss, 9);
  const total = expected.weights.reduce((sum, w, k) => sum + w * (expected.groupLosses[k] as number), 0);
  expect(total).toBeCloseTo(expected.total, 7);
});

test("golden: two logits, at temperature 1 and not at the sampler's", () => {
  const { clear, degraded, token, advantage, atTemperature, notThis } = expected.twoLogits;
  const gain = (temperature: number) =>
    (logSoftmax(clear, temperature)[token] as number) - (logSoftmax(degraded, temperature)[token] as number);
  expect(gain(1)).toBeCloseTo(advantage, 7);
  expect(gain(atTemperature)).toBeCloseTo(notThis, 7);
});

test("golden: one outlier saturates the softmax over answers", () => {
  expect(weigh(gaining([1, 0, 0, 0])).perAnswer[0]).toBeCloseTo(expected.saturation.of4, 5);
  expect(weigh(gaining([1, 0, 0, 0, 0, 0, 0, 0])).perAnswer[0]).toBeCloseTo(expected.saturation.of8, 5);
  expectClose(weigh(gaining([1, 0])).perAnswer, expected.saturation.of2, 1e-5);
});

test("one answer or equal answers share evenly", () => {
  expect(weigh(gaining([0.4])).perAnswer).toEqual([1]);
  expectClose(weigh(gaining([0.4, 0.4])).perAnswer, [0.5, 0.5]);
});

test("how many tokens are high, without a rounding's surprise", () => {
  for (let length = 1; length < 20_000; length++) expect(highCount(length, 0.2)).toBe(Math.ceil(length / 5));
  expect([highCount(3, 0), highCount(3, 1)]).toEqual([0, 3]);
});

test("a group without tokens leaves the loss to the other", () => {
  expect(tokenCoefficients([0.3], vaOpd.start)).toEqual([1]);
  expect(tokenCoefficients([0.3, 0.2], { ...vaOpd.start, fraction: 0 })).toEqual([0.5, 0.5]);
  expect(tokenCoefficients([0.3, 0.2], { ...vaOpd.start, fraction: 1 })).toEqual([0.5, 0.5]);
});

test("weights sum to 1 over answers and over all tokens, and nothing is NaN", () => {
  const nats = fc.oneof(fc.double({ min: -50, max: 0, noNaN: true }), fc.constant(-Infinity));
  const readings = fc.array(fc.tuple(nats, nats), { minLength: 1, maxLength: 8 });
  const settings = fc.record({
    tau: fc.double({ min: 0.1, max: 5, noNaN: true }),
    lambda: fc.double({ min: 0, max: 1, noNaN: true }),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(readings, { minLength: 1, maxLength: 6 }), settings, (group, given) => {
      const members = group.map((tokens) =>
        member(
          tokens.map(([a]) => a),
          tokens.map(([, b]) => b),
        ),
      );
      const weights = weigh(members, given);
      const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
      expect(sum(weights.perAnswer)).toBeCloseTo(1, 9);
      expect(sum(weights.perToken.flat())).toBeCloseTo(1, 9);
    }),
  );
});

test("remarks: no gain at all, and no probability at all", () => {
  expect(weigh([member([-1, -1], [-1, -1])]).remarks).toHaveLength(1);
  expect(weigh([member([-1], [-Infinity])]).remarks).toHaveLength(1);
  expect(values(weigh([member([-1], [-Infinity])]), "ā")).toEqual([20]);
});

test.each([
  [{}, "answer 1 has no tokens"],
  [{ tau: 0 }, "a temperature of 0 is not above 0"],
  [{ lambda: 2 }, "a share of 2 is not between 0 and 1"],
  [{ fraction: -1 }, "a fraction of -1 is not between 0 and 1"],
])("refuses %o", (settings, message) => {
  const outcome = vaOpd.computeWeights([member([-1], [-1]), member([], [])], { ...vaOpd.start, ...settings });
  expect(outcome).toEqual({ ok: false, fault: { kind: "badInput", message } });
});
