/** Rows of few bins: the kernels agree with float64, whatever their widths and wherever a bin has no probability. */
import { describe, expect, test } from "vitest";
import { divergenceKernel } from "../../../../shaders/pair/divergence.ts";
import { testDevice, unwrapped } from "../../../../shaders/testing/device.testing.ts";
import { type Random, seeded } from "../../../base/random.ts";
import { divergences } from "../../../math/divergences/catalog.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import { measureBins } from "./bins.ts";

const device = await testDevice();

/** Log-probabilities of 1 to 130 bins; `least` is the smallest of the remaining mass that a list leaves. */
function rowOf(random: Random, width: number, least: number): Float64Array {
  const row = logSoftmax(Float32Array.from({ length: width }, () => 5 * random.normal()));
  return Float64Array.of(...row.map((nats) => nats + Math.log1p(-least)), Math.log(least));
}

const TOLERANCE = divergenceKernel.tolerance;

describe("divergences of bins", () => {
  test.each(divergences.map(({ id, parameter }) => [id, parameter] as const))("%s", async (id, parameter) => {
    const random = seeded(7);
    const bins = Array.from({ length: 40 }, () => {
      const width = 1 + Math.floor(random.next() * 129);
      return { student: rowOf(random, width, 1e-6), teacher: rowOf(random, width, random.next()) };
    });
    const divergence = { kind: id, ...(parameter === null ? {} : { [parameter.name]: parameter.start }) };
    const found = unwrapped(await measureBins(device, { divergence, bins }));
    const reference = unwrapped(await measureBins(null, { divergence, bins }));
    expect([found.numbers, reference.numbers]).toEqual(["wgsl", "cpu"]);
    for (const [i, wanted] of reference.values.entries()) {
      const allowed = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(wanted);
      expect(Math.abs((found.values[i] ?? Number.NaN) - wanted)).toBeLessThanOrEqual(allowed);
    }
  });
});

test("no bins need no device", async () => {
  const none = unwrapped(await measureBins(device, { divergence: { kind: "jsd", beta: 0.5 }, bins: [] }));
  expect(none).toEqual({ values: [], numbers: "cpu" });
});
