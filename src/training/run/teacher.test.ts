/** What teachers do with their answers and logits, against numbers worked out elsewhere. */

import { expect, test } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { TokenId } from "../../base/ids.ts";
import { hostNumbers } from "../numbers/host-numbers.ts";
import { inMemory } from "../numbers/row-numbers.ts";
import { agreedAnswer } from "./teacher.ts";

test("a trust-region teacher mixes logits, not probabilities", async () => {
  const initial = { ids: [1] as TokenId[], logits: Float32Array.of(1, 2.5, 0, -2, -0.5) };
  const current = { ids: [1] as TokenId[], logits: Float32Array.of(2, 1, 0, -1, -2) };
  const mixed = value(await hostNumbers(null, 5).mixed([initial], [current], 0.05));
  [1.05, 2.425, 0, -1.95, -0.575].forEach((logit, i) => {
    expect(inMemory(mixed)[0]?.logits[i]).toBeCloseTo(logit, 6);
  });
});

test("a label is what enough answers agree on, token for token", () => {
  const answers = [[1, 2], [1, 2], [1], [1, 2]] as TokenId[][];
  expect(agreedAnswer(answers, 3)).toBe("1,2");
  expect(agreedAnswer(answers, 4)).toBeNull();
  expect(agreedAnswer([], 1)).toBeNull();
});
