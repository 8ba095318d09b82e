import fc from "fast-check";
import { expect, test } from "vitest";
import { lorenzCurve, massOfTop } from "./lorenz.ts";

test("by hand: 8, 2, 0, 0, 0", () => {
  expect(lorenzCurve([0, 8, 0, 2, 0])).toEqual([
    { values: 0, mass: 0 },
    { values: 0.2, mass: 0.8 },
    { values: 0.4, mass: 1 },
    { values: 0.6, mass: 1 },
    { values: 0.8, mass: 1 },
    { values: 1, mass: 1 },
  ]);
  expect(massOfTop([0, 8, 0, 2, 0], 0.2)).toBeCloseTo(0.8, 12);
  expect(massOfTop([0, 8, 0, 2, 0], 0.1)).toBeCloseTo(0.4, 12);
  expect(massOfTop([0, 8, 0, 2, 0], 1)).toBe(1);
});

test("nothing, or only zeros, has no curve", () => {
  expect(lorenzCurve([])).toBeNull();
  expect(lorenzCurve([0, 0])).toBeNull();
  expect(massOfTop([0], 0.5)).toBeNull();
});

test("it rises, bends down, lies above the diagonal, and fewer points lie on the same curve", () => {
  const values = fc
    .array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 80 })
    .filter((sample) => sample.some((value) => value > 0.01));
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 20 }), (sample, most) => {
      const curve = lorenzCurve(sample, most) ?? [];
      expect(curve.at(-1)).toEqual({ values: 1, mass: 1 });
      expect(curve.length).toBeLessThanOrEqual(most + 1);
      curve.forEach(({ values: share, mass }, i) => {
        expect(mass).toBeGreaterThanOrEqual(share - 1e-9);
        expect(mass).toBeGreaterThanOrEqual((curve[i - 1]?.mass ?? 0) - 1e-9);
        expect(massOfTop(sample, share) ?? 0).toBeCloseTo(mass, 9);
      });
    }),
  );
});
