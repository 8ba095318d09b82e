/** The gates' kernels on hostile groups, on a device of poisoned, oversized buffers, and what they refuse. */
import { expect, test } from "vitest";
import { LARGEST_GAP, type Member } from "../../src/gate/gate.ts";
import { vZero } from "../../src/gate/v-zero.ts";
import { vaOpd } from "../../src/gate/va-opd.ts";
import { expectNear, testDevice, unwrapped } from "../testing/device.testing.ts";
import { poisoned } from "../testing/poison.testing.ts";
import { advantagesOnDevice } from "./advantage.ts";
import { orderOnDevice } from "./order.ts";
import { coefficientsOnDevice, vaOpdKernel, vaOpdOnDevice, vZeroKernel, vZeroOnDevice } from "./weights.ts";

const device = await testDevice();
const gaps = { gamma: 1, largest: LARGEST_GAP };

/** Every kernel once, over as many prompts of three answers each. */
async function everything(on: GPUDevice, prompts: number) {
  const values = Array.from({ length: prompts }, (_, g) => [g % 5, 0.5, (g % 3) / 7]);
  const lengths = values.map((prompt) => prompt.map((_, a) => (a + 1) % 3));
  const tokens = values.flat().map((value, a) => new Array<number>(a % 4).fill(-value));
  const ranked = values.map((prompt) => prompt.map((value, a) => ({ value, correct: a !== 1, lot: value })));
  const stay = values.map(() => ({ correct: 1, incorrect: 1 }));
  const counts = tokens.map((row) => Math.min(1, row.length));
  return {
    advantages: unwrapped(await advantagesOnDevice(on, tokens, tokens.toReversed().toReversed(), gaps)),
    vZero: unwrapped(await vZeroOnDevice(on, { lengths }, values, vZero.start)),
    vaOpd: unwrapped(await vaOpdOnDevice(on, { lengths: values.map(() => [1, 1, 1]) }, values, 1)),
    coefficients: unwrapped(await coefficientsOnDevice(on, tokens, counts, 0.5)),
    orders: unwrapped(
      await orderOnDevice(on, ranked, { delta: 0.4, margin: "mean", direction: "both", stay }),
    ),
  };
}

test("gates' kernels write nothing outside, and read nothing that nobody wrote", async () => {
  const poison = poisoned(device);
  for (const prompts of [1, 21, 22, 64, 65]) {
    expect(await everything(poison.device, prompts)).toEqual(await everything(device, prompts));
    const { buffers, touched } = await poison.inspect();
    expect(buffers).toBeGreaterThan(20);
    expect(touched).toBe(0);
  }
});

/** One answer of one token whose gap is this. */
const member = (gap: number): Member => ({
  correct: null,
  logProbs: { positive: [gap - 1e30], negative: [-1e30], teacher: [gap - 1e30], degraded: [-1e30] },
});

test.each([
  ["equal", [0.25, 0.25, 0.25]],
  ["one answer", [3]],
  ["far apart", [1e29, 0, 5e29, 0]],
  ["all 0", [0, 0]],
] as const)("weights of answers whose scores are %s", async (_, scores) => {
  const lengths = [scores.map(() => 1)];
  const expected = {
    vZero: unwrapped(vZero.computeWeights(scores.map(member), vZero.start)).perAnswer,
    vaOpd: unwrapped(vaOpd.computeWeights(scores.map(member), vaOpd.start)).perAnswer,
  };
  const weights = unwrapped(await vZeroOnDevice(device, { lengths }, [scores], vZero.start));
  expectNear("V-Zero", weights, expected.vZero, vZeroKernel.tolerance);
  const shares = unwrapped(await vaOpdOnDevice(device, { lengths }, [scores], 1));
  expectNear("VA-OPD", shares, expected.vaOpd, vaOpdKernel.tolerance);
});

test("a token without probability on either side is a difference of so many nats, and on both of none", async () => {
  const after = [[-1, -Infinity, -Infinity]];
  const before = [[-Infinity, -1, -Infinity]];
  const { gaps: found } = unwrapped(await advantagesOnDevice(device, after, before, gaps));
  expect([...found]).toEqual([LARGEST_GAP, -LARGEST_GAP, 0]);
});

test("no groups and no answers give nothing", async () => {
  expect(unwrapped(await vZeroOnDevice(device, { lengths: [] }, [], vZero.start))).toHaveLength(0);
  expect(unwrapped(await advantagesOnDevice(device, [], [], gaps)).returns).toEqual([]);
  expect(unwrapped(await coefficientsOnDevice(device, [], [], 0.5))).toHaveLength(0);
});

test("every kernel refuses counts and shapes that would read what is not there", async () => {
  const gains = [[1, 2, 3], [4]];
  const lengths = [[1, 1]];
  const ranked = [[true, false].map((correct) => ({ value: 1, correct, lot: 0 }))];
  const order = { delta: 0.4, margin: "mean", direction: "both" } as const;
  const stays = [
    [],
    [{ correct: 2, incorrect: 1 }],
    [{ correct: 1, incorrect: -1 }],
    [{ correct: 0.5, incorrect: 0 }],
  ];
  const outcomes = [
    ...[[1], [1, 1, 1], [4, 1], [1, 2], [-1, 0], [0.5, 1], [Number.NaN, 0]].map((counts) =>
      coefficientsOnDevice(device, gains, counts, 0.5),
    ),
    vZeroOnDevice(device, { lengths }, [[1]], vZero.start),
    vZeroOnDevice(device, { lengths }, [[1, 2], []], vZero.start),
    vaOpdOnDevice(device, { lengths: [] }, [[1, 2]], 1),
    ...stays.map((stay) => orderOnDevice(device, ranked, { ...order, stay })),
  ];
  for (const outcome of await Promise.all(outcomes))
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  expect(unwrapped(await coefficientsOnDevice(device, gains, [3, 0], 0.5))).toHaveLength(4);
});

test("every kernel refuses NaN, what float32 cannot hold and a temperature of 0", async () => {
  const lengths = [[1, 1]];
  const bad = [[0, Number.NaN]];
  const ranked = [[{ value: Number.NaN, correct: true, lot: 0 }]];
  const stay = [{ correct: 1, incorrect: 1 }];
  const order = { delta: 0.4, margin: "mean", direction: "both", stay } as const;
  const outcomes = [
    await advantagesOnDevice(device, bad, [[0, 0]], gaps),
    await advantagesOnDevice(device, [[0, 0]], [[0]], gaps),
    await vZeroOnDevice(device, { lengths }, bad, vZero.start),
    await vaOpdOnDevice(device, { lengths }, bad, 1),
    await vaOpdOnDevice(device, { lengths }, [[0, 1e39]], 1),
    await vaOpdOnDevice(device, { lengths }, [[0, 1]], 0),
    await coefficientsOnDevice(device, bad, [1], 0.5),
    await orderOnDevice(device, ranked, order),
  ];
  expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.fault.kind))).toEqual(
    outcomes.map(() => "badInput"),
  );
});
