import { expect, test } from "vitest";
import { slideBox, steepestShare } from "./slide.ts";

test("a box slides from itself to the whole image, its sides in equal ratios, never outside", () => {
  const box = { x: 0.5, y: 0.75, width: 0.25, height: 0.25 };
  expect(slideBox(box, 0)).toEqual(box);
  expect(slideBox(box, 1)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  const half = slideBox(box, 0.5);
  expect(half).toMatchObject({ width: 0.5, height: 0.5 });
  expect(half.y + half.height).toBeLessThanOrEqual(1);
  expect(slideBox({ x: 0, y: 0, width: 1, height: 1 }, 0.3)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

test("the steepest step as a share of the fall; a fall below a fifth is none", () => {
  expect(steepestShare([0.9, 0.7, 0.2, 0.1])).toBeCloseTo(0.5 / 0.8, 12);
  expect(steepestShare([0.5, 0.4, 0.31])).toBeNull();
  expect(steepestShare([])).toBeNull();
});
