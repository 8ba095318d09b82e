import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "../../base/random.ts";
import { clusteredMeanInterval, meanInterval, ratioInterval } from "./bootstrap.ts";

test("nothing has no mean, equal values no width", () => {
  expect(meanInterval([])).toBeNull();
  expect(meanInterval([2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2 });
});

test("the interval of a share is the binomial one", () => {
  const right = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 0 : 1));
  const interval = meanInterval(right);
  // 1.96 standard errors of 0.75 over 400: 0.0424.
  expect(interval?.mean).toBe(0.75);
  expect(interval?.low).toBeCloseTo(0.75 - 0.0424, 2);
  expect(interval?.high).toBeCloseTo(0.75 + 0.0424, 2);
});

test("it holds the mean, moves with the values and stretches with them", () => {
  const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(values, (sample) => {
      const interval = meanInterval(sample);
      const moved = meanInterval(sample.map((value) => 10 + 2 * value));
      if (interval === null || moved === null) throw new Error("no interval");
      expect(interval.low).toBeLessThanOrEqual(interval.mean + 1e-9);
      expect(interval.high).toBeGreaterThanOrEqual(interval.mean - 1e-9);
      for (const end of ["mean", "low", "high"] as const)
        expect(moved[end]).toBeCloseTo(10 + 2 * interval[end], 9);
    }),
    { numRuns: 20 },
  );
});

test.each([1, 50, 2000, 2001])("drawn as it says for %i values, whatever was drawn before", (count) => {
  const values = Array.from({ length: count }, (_, i) => Math.sin(i));
  const random = seeded(7);
  const means = Array.from({ length: 2000 }, () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[random.below(count)] as number;
    return sum / count;
  }).sort((a, b) => a - b);
  for (const other of [3, 50, 2001]) {
    meanInterval(Array.from({ length: other }, (_, i) => i));
    const { low, high } = meanInterval(values, 7) ?? { low: Number.NaN, high: Number.NaN };
    expect([low, high]).toEqual([means[50], means[1949]]);
  }
});

test("clusters of one are the values themselves", () => {
  const values = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const names = values.map((_, i) => `${i}`);
  expect(clusteredMeanInterval(values, names)).toEqual(meanInterval(values));
});

test("values that repeat within their cluster are as uncertain as the clusters, not as the values", () => {
  const clusters = Array.from({ length: 100 }, (_, i) => (i % 4 === 0 ? 0 : 1));
  const values = clusters.flatMap((value) => [value, value, value, value]);
  const names = clusters.flatMap((_, i) => new Array<string>(4).fill(`image ${i}`));
  const interval = clusteredMeanInterval(values, names);
  expect(interval).toEqual(meanInterval(clusters));
  // 1.96 standard errors of 0.75 over 100 images: 0.085, and not the 0.042 of 400 values.
  expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThan(0.15);
  expect(clusteredMeanInterval([], [])).toBeNull();
});

test("a share of what varies too is as uncertain as the units that have it", () => {
  // 200 of 400 units have something to regain, and half of those do: 1.96 standard errors of 0.5 over 200 are 0.0693.
  const wholes = Array.from({ length: 400 }, (_, i) => i % 2);
  const parts = wholes.map((whole, i) => (i % 4 === 1 ? whole : 0));
  const interval = ratioInterval(parts, wholes);
  expect(interval?.mean).toBe(0.5);
  expect(interval?.low).toBeCloseTo(0.5 - 0.0693, 2);
  expect(interval?.high).toBeCloseTo(0.5 + 0.0693, 2);
  expect(ratioInterval([1, 0, 1, 1], [1, 1, 1, 1])).toEqual(meanInterval([1, 0, 1, 1]));
  expect(ratioInterval([1, 2, 3], [2, 4, 6])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
});

test("a share of nothing is none, and one that a resample in four has nothing of has no upper bound", () => {
  expect(ratioInterval([1, 1], [1, -1])).toBeNull();
  expect(ratioInterval([], [])).toBeNull();
  expect(ratioInterval([1, 0], [1, 0])).toEqual({ mean: 1, low: 1, high: Number.POSITIVE_INFINITY });
});
