/** AdamW and clipping against PyTorch. */

import { expect, test } from "vitest";
import { adamWStep } from "./adamw.ts";
import { clipGradients } from "./clip.ts";
import vectors from "./optimization.vectors.json";

const largest = (found: Float32Array, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));

test("AdamW gives PyTorch's weights after each of five steps, to float32's precision", () => {
  const { start, settings, steps } = vectors.adamw;
  const weights = Float32Array.from(start);
  const moments = { first: new Float32Array(start.length), second: new Float32Array(start.length) };
  for (const [index, step] of steps.entries()) {
    adamWStep(weights, Float32Array.from(step.gradient), moments, settings, index + 1);
    expect(largest(weights, step.weights)).toBeLessThan(5e-7);
  }
});

test.each(vectors.clip.cases)("gradients are clipped to a norm of $most as PyTorch does it", (one) => {
  const gradients = vectors.clip.gradients.map((values) => Float32Array.from(values));
  expect(clipGradients(gradients, one.most)).toBeCloseTo(one.norm, 6);
  gradients.forEach((gradient, i) => {
    expect(largest(gradient, one.clipped[i] ?? [])).toBeLessThan(1e-6);
  });
});
