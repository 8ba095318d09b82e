import { expect, test } from "vitest";
import { crossedInterval } from "./crossed.ts";

test("the interval over seeds and items has the textbook's width where seeds are alike", () => {
  const items = Array.from({ length: 100 }, (_, i) => i % 2);
  const interval = crossedInterval([items, items]);
  expect(interval?.mean).toBe(0.5);
  // Two equal seeds add nothing: 1.96 times the standard error of 100 fair coins, 0.05.
  expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThan(0.17);
  expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeLessThan(0.22);
  expect(crossedInterval([])).toBeNull();
});
