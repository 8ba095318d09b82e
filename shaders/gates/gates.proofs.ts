/** The gates' kernels against src/gate, on random groups and on the golden ones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../src/base/proof.testing.ts";
import { boundedGap, LARGEST_GAP, type Member } from "../../src/gate/gate.ts";
import { tokenScore, vZero } from "../../src/gate/v-zero.ts";
import { highCount, tokenCoefficients, vaOpd } from "../../src/gate/va-opd.ts";
import golden from "../../src/math/golden.json" with { type: "json" };
import { balanced, balancedCounts } from "../../src/math/group/balance.ts";
import {
  areaUnderCurve,
  greedyMask,
  type Judged,
  marginOf,
  shiftOf,
  violationRate,
} from "../../src/math/group/margin.ts";
import { mean } from "../../src/math/statistics/statistics.ts";
import { expectNear, testDevice, unwrapped } from "../testing/device.testing.ts";
import { advantageKernel, advantagesOnDevice } from "./advantage.ts";
import { orderKernel, orderOnDevice, type Ranked } from "./order.ts";
import { coefficientsOnDevice, vaOpdKernel, vaOpdOnDevice, vZeroKernel, vZeroOnDevice } from "./weights.ts";

const device = await testDevice();
const runs = () => ({ numRuns: extent(15, 150, "random groups"), seed: 2 });

const nats = fc.oneof(fc.double({ min: -30, max: 0, noNaN: true }), fc.constant(-Infinity)).map(Math.fround);
const tokens = (minLength: number) => fc.array(fc.tuple(nats, nats), { minLength, maxLength: 30 });

/** Share of prompts with a margin below 0, among those that have one. */
function violationRateOf(orders: readonly { readonly margin: number | null }[]): number | null {
  const margins = orders.flatMap(({ margin }) => (margin === null ? [] : [margin]));
  return margins.length === 0 ? null : margins.filter((margin) => margin < 0).length / margins.length;
}

test("advantages of tokens and their means", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tokens(0), { minLength: 1, maxLength: 9 }),
      fc.constantFrom(0, 0.5, 1),
      async (answers, gamma) => {
        const after = answers.map((row) => row.map(([nat]) => nat));
        const before = answers.map((row) => row.map(([, nat]) => nat));
        const actual = unwrapped(
          await advantagesOnDevice(device, after, before, { gamma, largest: LARGEST_GAP }),
        );
        const gaps = answers.map((row) => row.map(([a, b]) => boundedGap(a, b)));
        const means = (score: (gap: number) => number) => gaps.map((row) => mean(row.map(score)) ?? 0);
        expectNear("gaps", actual.gaps, gaps.flat(), advantageKernel.tolerance);
        expectNear(
          "scores",
          actual.scores,
          means((gap) => tokenScore(gap, gamma)),
          advantageKernel.tolerance,
        );
        expectNear(
          "gains",
          actual.gains,
          means((gap) => Math.max(0, gap)),
          advantageKernel.tolerance,
        );
        expectNear(
          "returns",
          actual.returns,
          means((gap) => gap),
          advantageKernel.tolerance,
        );
      },
    ),
    runs(),
  );
});

/** One answer of one token whose gap is this. */
const member = (gap: number): Member => ({
  correct: null,
  logProbs: { positive: [gap - 50], negative: [-50], teacher: [gap - 50], degraded: [-50] },
});
const scores = fc.array(
  fc.integer({ min: 0, max: 64 }).map((n) => n / 16),
  { minLength: 1, maxLength: 8 },
);

test("V-Zero's gate", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scores, { minLength: 1, maxLength: 70 }),
      fc.constantFrom(0.5, 1, 2),
      async (prompts, alpha) => {
        const settings = { ...vZero.start, alpha };
        const expected = prompts.flatMap(
          (prompt) => unwrapped(vZero.computeWeights(prompt.map(member), settings)).perAnswer,
        );
        const lengths = prompts.map((prompt) => prompt.map(() => 1));
        const actual = unwrapped(await vZeroOnDevice(device, { lengths }, prompts, settings));
        expectNear("weights", actual, expected, vZeroKernel.tolerance);
      },
    ),
    runs(),
  );
});

test("golden: V-Zero's gate, and an answer without tokens", async () => {
  const { scores: given, weights } = golden.vZero;
  const where = { lengths: [[3, 2, 4, 1, 0]] };
  const actual = unwrapped(await vZeroOnDevice(device, where, [[...given, 99]], vZero.start));
  expectNear("weights", actual, [...weights, 0], { absolute: 1e-6, relative: 0, because: "few numbers" });
});

test("VA-OPD's weights and coefficients", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scores, { minLength: 1, maxLength: 70 }),
      fc.constantFrom(0.5, 1, 3),
      fc.constantFrom(0, 0.2, 0.5, 1),
      async (prompts, tau, fraction) => {
        const settings = { tau, lambda: 0.3, fraction };
        const expected = prompts.flatMap(
          (prompt) => unwrapped(vaOpd.computeWeights(prompt.map(member), settings)).perAnswer,
        );
        const lengths = prompts.map((prompt) => prompt.map(() => 1));
        const actual = unwrapped(await vaOpdOnDevice(device, { lengths }, prompts, tau));
        expectNear("weights", actual, expected, vaOpdKernel.tolerance);
        const counts = prompts.map((gains) => highCount(gains.length, fraction));
        const coefficients = unwrapped(await coefficientsOnDevice(device, prompts, counts, settings.lambda));
        const wanted = prompts.flatMap((gains) => tokenCoefficients(gains, settings));
        expectNear("coefficients", coefficients, wanted, {
          absolute: 1e-7,
          relative: 1e-6,
          because: "a division",
        });
      },
    ),
    runs(),
  );
});

test("golden: VA-OPD's weights", async () => {
  const { means, weights } = golden.vaOpd;
  const actual = unwrapped(await vaOpdOnDevice(device, { lengths: [means.map(() => 1)] }, [means], 1));
  expectNear("weights", actual, weights, { absolute: 2e-6, relative: 0, because: "few numbers" });
});

/** No subnormals: WGSL may flush them to 0. */
const value = fc.integer({ min: -50_000, max: 50_000 }).map((n) => Math.fround(n / 9_973));

const answerOf = (values: fc.Arbitrary<number>) =>
  fc.record({ value: values, correct: fc.constantFrom(true, false, null), lot: values });

type Margin = Parameters<typeof marginOf>[1];
type Direction = Parameters<typeof shiftOf>[2];
const directions = fc.constantFrom<Direction[]>("correctUp", "incorrectDown", "both");
const ratios = fc.constantFrom(0, 0.5, 1, 1.2, Infinity);

async function expectSameOrder(
  prompts: readonly (readonly Ranked[])[],
  margin: Margin,
  direction: Direction,
  ratio: number,
): Promise<void> {
  const delta = 0.7;
  const count = (prompt: readonly { correct: boolean | null }[], of: boolean) =>
    prompt.filter(({ correct }) => correct === of).length;
  const stay = prompts.map((prompt) => balancedCounts(count(prompt, true), count(prompt, false), ratio));
  const orders = unwrapped(await orderOnDevice(device, prompts, { delta, margin, direction, stay }));
  const margins = prompts.map((prompt, g) => {
    const judged = prompt.filter((entry) => entry.correct !== null) as readonly Judged[];
    const order = orders[g];
    const wanted = marginOf(judged, margin);
    expect(order?.margin === null).toBe(wanted === null);
    if (wanted !== null) expectNear("margin", [order?.margin ?? NaN], [wanted], orderKernel.tolerance);
    const shift = shiftOf(wanted, delta, direction);
    const shiftFor = (correct: boolean) => (correct ? shift.correct : shift.incorrect);
    const shifts = prompt.map(({ correct }) => (correct === null ? 0 : shiftFor(correct)));
    expectNear("shifts", order?.shifts ?? [], shifts, orderKernel.tolerance);
    const area = areaUnderCurve(judged);
    if (area === null) expect(order?.areaUnderCurve).toBeNull();
    else expectNear("area", [order?.areaUnderCurve ?? NaN], [area], orderKernel.tolerance);
    const mask = greedyMask(judged, margin, delta);
    const unmasked = order?.unmasked.filter((_, i) => prompt[i]?.correct !== null);
    expect(unmasked).toEqual(mask);
    const lots = prompt.map(({ lot }) => lot);
    expect(order?.balanced).toEqual(
      balanced(
        prompt.map(({ correct }) => correct),
        ratio,
        lots,
      ),
    );
    return wanted;
  });
  expect(violationRateOf(orders)).toBe(violationRate(margins));
}

test("Uni-OPD's order", async () => {
  const prompts = fc.array(fc.array(answerOf(value), { maxLength: 9 }), { minLength: 1, maxLength: 70 });
  const margins = fc.constantFrom<Margin[]>("mean", "extreme");
  await fc.assert(fc.asyncProperty(prompts, margins, directions, ratios, expectSameOrder), runs());
});

test("Uni-OPD's order where returns and lots are equal: the first goes first", async () => {
  // Means of equal numbers may differ by a rounding; the extremes of these are exact.
  const few = fc.constantFrom(0, 0.25, 0.5, 1);
  const prompts = fc.array(fc.array(answerOf(few), { maxLength: 12 }), { minLength: 1, maxLength: 70 });
  const margins = fc.constant<Margin>("extreme");
  await fc.assert(fc.asyncProperty(prompts, margins, directions, ratios, expectSameOrder), runs());
});

test("golden: Uni-OPD's margin and greedy mask", async () => {
  const { correct, incorrect, meanGap, meanShift } = golden.uniOpd;
  const prompt = [
    ...correct.map((value) => ({ value, correct: true, lot: 0 })),
    ...incorrect.map((value) => ({ value, correct: false, lot: 0 })),
  ];
  const options = {
    delta: 0.4,
    margin: "mean",
    direction: "correctUp",
    stay: [{ correct: 2, incorrect: 2 }],
  } as const;
  const [order] = unwrapped(await orderOnDevice(device, [prompt], options));
  expectNear("margin", [order?.margin ?? NaN], [meanGap], orderKernel.tolerance);
  expectNear("shift", order?.shifts ?? [], [meanShift, meanShift, 0, 0], orderKernel.tolerance);
  expect(order?.unmasked).toEqual([false, true, false, true]);
});

test.each([
  { right: [1, 1], wrong: [0.5, 0.5, 0, 0], unmasked: [true, true, false, true, true, true] },
  { right: [0.5, 0.5, 1, 1], wrong: [0, 0], unmasked: [false, true, true, true, true, true] },
])("of equal answers the greedy mask drops the first: $right against $wrong", async (given) => {
  const { right, wrong, unmasked } = given;
  const prompt = [
    ...right.map((value) => ({ value, correct: true, lot: 0 })),
    ...wrong.map((value) => ({ value, correct: false, lot: 0 })),
  ];
  expect(greedyMask(prompt, "mean", 0.8)).toEqual(unmasked);
  const options = { delta: 0.8, margin: "mean", direction: "both" } as const;
  const stay = [{ correct: right.length, incorrect: wrong.length }];
  const [order] = unwrapped(await orderOnDevice(device, [prompt], { ...options, stay }));
  expect(order?.unmasked).toEqual(unmasked);
});
