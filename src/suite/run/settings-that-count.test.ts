/** Which settings of scoring change anything. */
import { expect, test } from "vitest";
import { comparesTexts, hasChoices } from "./settings-that-count.ts";

const choice = { choices: ["red", "blue"], evidence: [] };
const text = { choices: [], evidence: [] };
const words = { choices: [], evidence: ["red"] };
const none = { count: 0, seed: 1 };

test("choices can be weighed, lettered and shuffled where there are some", () => {
  expect(hasChoices([text, words])).toBe(false);
  expect(hasChoices([text, choice])).toBe(true);
});

test.each([
  ["an open question", [text], "likelihood", 0, true],
  ["evidence words, which must be there as they are", [words], "letter", 0, false],
  ["choices by letter", [choice], "letter", 0, true],
  ["choices by likelihood, of which nothing is written", [choice], "likelihood", 0, false],
  ["choices by likelihood, with answers sampled beside", [choice], "likelihood", 4, true],
  ["no item", [], "letter", 0, false],
] as const)("number words count where a text is compared: %s", (_, entries, choices, count, compared) => {
  expect(comparesTexts(entries, { choices, samples: { ...none, count } })).toBe(compared);
});
