/** Another order of choices: the key moves along, and what a choice says of others stays true. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constantAnswers, letterBias } from "./figures/letters.ts";
import type { SuiteEntry } from "./open/entry.ts";
import { arranged, shuffledOrder } from "./shuffle.ts";

const entryOf = (
  id: string,
  choices: readonly string[],
  correct: readonly (readonly number[])[],
): SuiteEntry => ({
  id,
  path: "a.png",
  size: { width: 10, height: 10 },
  dimension: "d",
  question: "Which?",
  answer: "",
  answers: [],
  evidence: [],
  choices,
  correct,
  choicesInQuestion: false,
  region: { kind: "none" },
});

test("every choice stays, and what was right stays right", () => {
  const drawn = fc.uniqueArray(fc.stringMatching(/^[a-z]{5,9}$/), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(drawn, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (choices, seed) => {
      const entry = entryOf("x", choices, [[0], [0, choices.length - 1]]);
      const { choices: moved, correct } = arranged(entry, seed);
      expect(moved.toSorted()).toEqual(choices.toSorted());
      const texts = correct.map((set) => set.map((index) => moved[index]).toSorted());
      expect(texts).toEqual([[choices[0]], [choices[0], choices.at(-1)].toSorted()]);
    }),
  );
});

test("the order follows from the id and the seed, and not every order is the same", () => {
  const choices = ["red", "blue", "green", "grey"];
  const orders = Array.from({ length: 400 }, (_, i) => shuffledOrder(`item ${i}`, choices, 7));
  expect(shuffledOrder("item 3", choices, 7)).toEqual(orders[3]);
  const first = [0, 1, 2, 3].map((index) => orders.filter((order) => order[0] === index).length);
  // Four standard deviations of a share of a quarter of 400.
  for (const count of first) expect(Math.abs(count - 100)).toBeLessThan(4 * Math.sqrt(400 * 0.25 * 0.75));
});

describe("choices that name others", () => {
  /** Places that never change over many seeds. */
  const keptPlaces = (choices: readonly string[]): readonly number[] =>
    choices
      .map((_, index) => index)
      .filter((index) =>
        Array.from({ length: 60 }, (_, seed) => shuffledOrder("x", choices, seed)).every(
          (order) => order[index] === index,
        ),
      );
  test.each<[readonly string[], readonly number[]]>([
    [
      ["red", "blue", "green", "both A and B"],
      [0, 1, 2, 3],
    ],
    [
      ["red", "blue", "green", "grey", "both A and B"],
      [0, 1, 4],
    ],
    [
      ["red", "blue", "green", "Neither (A) nor (C)", "grey"],
      [0, 2, 3],
    ],
    [["red", "blue", "green", "all of the above"], [3]],
    [["red", "blue", "None of the above.", "green", "grey"], [2]],
    [["red", "blue", "green", "none of these"], [3]],
    [["red", "blue", "green", "以上都不是"], [3]],
    [
      ["red", "blue", "green", "the first and second"],
      [0, 1, 2, 3],
    ],
    [
      ["red", "blue", "options 1 and 3", "green"],
      [0, 1, 2, 3],
    ],
    [["The dog is above the cat.", "The dog is below the cat."], []],
    [["a blue sign", "A red sign", "vitamin C", "plan B"], []],
  ])("%j keeps %j", (choices, kept) => {
    expect(keptPlaces(choices)).toEqual(kept);
  });

  test("what is above stays above", () => {
    const choices = ["red", "blue", "none of the above", "green", "grey"];
    for (let seed = 0; seed < 40; seed++)
      expect(shuffledOrder("x", choices, seed).slice(0, 2).toSorted()).toEqual([0, 1]);
  });
});

test("choices that the question lists are exchanged within it", () => {
  const question = "Which?\n(A) red\n(B) blue\n(C) green\nSay a letter.";
  const listed = { ...entryOf("x", ["red", "blue", "green"], [[0]]), question, choicesInQuestion: true };
  const { choices, question: asked } = arranged(listed, 5);
  expect(asked).toBe(`Which?\n(A) ${choices[0]}\n(B) ${choices[1]}\n(C) ${choices[2]}\nSay a letter.`);
  expect(arranged(listed, null)).toBe(listed);
});

describe("one letter too often", () => {
  const suite = (keys: readonly number[], offered = 4) =>
    keys.map((key) => ({ choices: Array.from({ length: offered }, (_, i) => `c${i}`), correct: [[key]] }));
  test("a release whose first choice is always right", () => {
    expect(letterBias(suite([0, 0, 0]))).toMatchObject({
      letter: "A",
      accuracy: 1,
      expected: 0.25,
      items: 3,
    });
    expect(constantAnswers(suite([0, 0, 1, 2])).map(({ accuracy }) => accuracy)).toEqual([
      0.5, 0.25, 0.25, 0,
    ]);
  });
  test("three times its share, also where that is less than 60 %", () => {
    expect(letterBias(suite([0, 0, 0, 5, 6, 7, 8, 9, 1], 10))?.letter).toBe("A");
    expect(letterBias(suite([0, 0, 1, 2, 3, 0, 1, 2, 3, 3]))).toBeNull();
  });
  test("no choices, or too few items: nothing is said; several at once are no letter", () => {
    expect(letterBias([{}, {}])).toBeNull();
    expect(letterBias(suite([0, 0]))).toBeNull();
    expect(
      constantAnswers([{ choices: ["a", "b"], correct: [[0, 1]] }]).map(({ accuracy }) => accuracy),
    ).toEqual([0, 0]);
  });
});
