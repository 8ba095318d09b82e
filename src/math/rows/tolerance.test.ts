import { expect, test } from "vitest";
import { agrees, disagreement } from "./tolerance.ts";

const tolerance = { absolute: 0.1, relative: 0.01, because: "it is a test" };

test.each([
  [1.1, 1, true],
  [1.12, 1, false],
  [101, 100, true],
  [101.2, 100, false],
  [Infinity, Infinity, true],
  [-Infinity, Infinity, false],
  [1e300, Infinity, false],
  [Infinity, 1, false],
  [Number.NaN, 0, false],
  [Number.NaN, Number.NaN, false],
])("%d for %d: %s", (actual, expected, verdict) => expect(agrees(actual, expected, tolerance)).toBe(verdict));

test("a table says where and why", () => {
  expect(disagreement([1, 2], [1, 2], tolerance)).toBeNull();
  expect(disagreement([1, 2], [1], tolerance)).toBe("2 numbers instead of 1");
  expect(disagreement([1, 3], [1, 2], tolerance)).toBe(
    "1 of 2 numbers disagree (it is a test):\n  [1] is 3, should be 2, off by 1",
  );
});
