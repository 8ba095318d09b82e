/** The clipped policy gradient: its four cases by hand, and its slope by differences. */

import { expect, test } from "vitest";
import { estimateWithSlope } from "./estimators.ts";
import { clippedPolicyLoss } from "./policy.ts";

const BOUNDS = { low: 0.2, high: 0.28 };
const at = (ratio: number) => Math.log(ratio);

test("the ratio has no gradient beyond the bound that its advantage points to", () => {
  expect(clippedPolicyLoss(1, at(1), 0, BOUNDS)).toEqual({ value: -1, slope: -1 });
  expect(clippedPolicyLoss(2, at(1.5), 0, BOUNDS).value).toBeCloseTo(-2.56, 12);
  expect(clippedPolicyLoss(2, at(1.5), 0, BOUNDS).slope).toBe(0);
  expect(clippedPolicyLoss(2, at(0.5), 0, BOUNDS).value).toBeCloseTo(-1, 12);
  expect(clippedPolicyLoss(-2, at(0.5), 0, BOUNDS).value).toBeCloseTo(1.6, 12);
  expect(clippedPolicyLoss(-2, at(0.5), 0, BOUNDS).slope).toBe(0);
  expect(clippedPolicyLoss(-2, at(1.5), 0, BOUNDS).slope).toBeCloseTo(3, 12);
});

test.each([
  [-0.3, -0.4],
  [-2, -1.9],
  [-0.1, -1.5],
  [-3, -0.2],
])("the slope is that of the value, at ln p %f drawn at %f", (logProb, drawn) => {
  for (const advantage of [0.7, -1.3]) {
    const value = (x: number) => clippedPolicyLoss(advantage, x, drawn, BOUNDS).value;
    const slope = (value(logProb + 1e-6) - value(logProb - 1e-6)) / 2e-6;
    expect(clippedPolicyLoss(advantage, logProb, drawn, BOUNDS).slope).toBeCloseTo(slope, 6);
  }
});

test.each(["k1", "k2", "k3"] as const)("the slope of %s is that of its value", (estimate) => {
  for (const gap of [-2, -0.1, 0, 0.4, 3]) {
    const value = (x: number) => estimateWithSlope(estimate, x).value;
    expect(estimateWithSlope(estimate, gap).slope).toBeCloseTo(
      (value(gap + 1e-5) - value(gap - 1e-5)) / 2e-5,
      6,
    );
  }
});
