/** What counts as an answer with its evidence. */

import { expect, test } from "vitest";
import { hasEvidence } from "./evaluate.ts";

test.each([
  ["The red sign says K7.", "k7", true],
  ["The red sign says K71.", "K7", false],
  ["There are four apples.", "four", true],
  ['The line says "open at 9".', "Open at 9", true],
  ["", "red", false],
])("%j has the evidence %j: %s", (text, evidence, found) => {
  expect(hasEvidence(text, evidence)).toBe(found);
});
