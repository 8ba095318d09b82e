/** Gates over groups of answers: the kernels, chained as the engine chains them, against the float64 reference. */
import "../../../base/dispose.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testDevice, unwrapped } from "../../../../shaders/testing/device.testing.ts";
import { extent } from "../../../base/proof.testing.ts";
import type { GateChoice, Member } from "../../../gate/gate.ts";
import { uniOpd } from "../../../gate/uni-opd/uni-opd.ts";
import { vZero } from "../../../gate/v-zero.ts";
import { vaOpd } from "../../../gate/va-opd.ts";
import { computeGroupWeights } from "./group-weights.ts";

const device = await testDevice();

/** Sixteenths of a nat: sums of them are exact, so that no two answers differ by rounding alone. */
const nats = fc.integer({ min: -320, max: 0 }).map((sixteenths) => sixteenths / 16);
const member = fc.integer({ min: 1, max: 12 }).chain((length) => {
  const row = fc.array(nats, { minLength: length, maxLength: length });
  return fc.record({
    correct: fc.constantFrom(true, false, null),
    logProbs: fc.record({ student: row, teacher: row, positive: row, negative: row, degraded: row }),
  });
});
const groups: fc.Arbitrary<readonly Member[]> = fc.array(member, { minLength: 1, maxLength: 8 });

const choices: readonly GateChoice[] = [
  { gate: "v-zero", settings: vZero.start },
  { gate: "v-zero", settings: { ...vZero.start, alpha: 0.5, gamma: 0, mean: "token" } },
  { gate: "va-opd", settings: vaOpd.start },
  { gate: "uni-opd", settings: uniOpd.start },
  { gate: "uni-opd", settings: { ...uniOpd.start, margin: "extreme", direction: "correctUp", delta: 0.33 } },
  { gate: "uni-opd", settings: { ...uniOpd.start, remedy: "mask", delta: 0.33 } },
];

describe("weights by WGSL are those of the reference", () => {
  test.each(choices)("$gate $settings", async (choice) => {
    await fc.assert(
      fc.asyncProperty(groups, async (group) => {
        const reading = unwrapped(await computeGroupWeights(device, { ...choice, group }));
        const reference = unwrapped(await computeGroupWeights(null, { ...choice, group }));
        expect([reading.numbers, reference.numbers, reference.deviation]).toEqual(["wgsl", "cpu", null]);
        expect(reading.deviation).toBeLessThan(1);
        expect(reading.weights.trail).toEqual(reference.weights.trail);
        expect(reading.weights.perToken.map((row) => row.length)).toEqual(
          reference.weights.perToken.map((row) => row.length),
        );
      }),
      { numRuns: extent(8, 200, "random groups"), seed: 3 },
    );
  });
});

test("an answer without tokens, an impossible token, a missing side", async () => {
  const row = [-1, -Infinity, -0.5];
  const group: readonly Member[] = [
    { correct: true, logProbs: { student: row, teacher: [-1, -2, -3] } },
    { correct: false, logProbs: { student: [], teacher: [] } },
    { correct: false, logProbs: { student: [-2], teacher: [-1] } },
  ];
  const reading = unwrapped(
    await computeGroupWeights(device, { gate: "uni-opd", settings: uniOpd.start, group }),
  );
  expect(reading.deviation).toBeLessThan(1);
  expect(reading.weights.perAnswer).toEqual([1, 0, 1]);
  expect(await computeGroupWeights(device, { gate: "v-zero", settings: vZero.start, group })).toMatchObject({
    ok: false,
    fault: { kind: "badInput" },
  });
});
