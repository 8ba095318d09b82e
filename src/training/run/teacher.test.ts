/** What teachers do with their answers and logits, against numbers worked out elsewhere. */

import { expect, test } from "vitest";
import type { TokenId } from "../../base/ids.ts";
import { agreedAnswer, mixedLogits } from "./teacher.ts";

test("a trust-region teacher mixes logits, not probabilities", () => {
  const initial = { ids: [1] as TokenId[], logits: Float32Array.of(1, 2.5, 0, -2, -0.5) };
  const current = { ids: [1] as TokenId[], logits: Float32Array.of(2, 1, 0, -1, -2) };
  const mixed = mixedLogits(initial, current, 0.05);
  [1.05, 2.425, 0, -1.95, -0.575].forEach((logit, i) => {
    expect(mixed.logits[i]).toBeCloseTo(logit, 6);
  });
});

test("a label is what enough answers agree on, token for token", () => {
  const answers = [[1, 2], [1, 2], [1], [1, 2]] as TokenId[][];
  expect(agreedAnswer(answers, 3)).toBe("1,2");
  expect(agreedAnswer(answers, 4)).toBeNull();
  expect(agreedAnswer([], 1)).toBeNull();
});
