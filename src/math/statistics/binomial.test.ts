import { expect, test } from "vitest";
import { binomialInterval } from "./binomial.ts";

/** Newcombe 1998 (Statistics in Medicine 17), table I, method 3: the score interval without continuity correction. */
const KNOWN = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const;

test.each(KNOWN)("%d of %d", (right, asked, low, high) => {
  const interval = binomialInterval(right, asked);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test("nothing asked has none", () => {
  expect(binomialInterval(0, 0)).toBeNull();
});
