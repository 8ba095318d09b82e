import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../math/golden.json" with { type: "json" };
import { meanInterval } from "../../math/statistics/bootstrap.ts";
import { boxOfPixels } from "../../view/box.ts";
import { outlineCorners } from "../../view/mark.ts";
import { zoomingGap } from "../figures/accuracies.ts";
import { keyOf } from "../item.ts";
import { equivalent, extractAnswer, nearness } from "./answer.ts";
import { letteredQuestion, likeliest } from "./choice.ts";
import { goldLetter, LETTERS } from "./letter.ts";
import { pickedChoices } from "./pick.ts";
import { isRight } from "./score.ts";

/** The only choice that an answer picks, where none of them is named by its text. */
function predictedLetter(answer: string, count: number): string | null {
  const choices = LETTERS.slice(0, count).map((letter) => `what stands under ${letter}`);
  const [index, second] = pickedChoices(answer, choices, { several: false, numberWords: false }) ?? [];
  return index === undefined || second !== undefined ? null : (LETTERS[index] ?? null);
}

/** The released rule (mm-eval of Zooming without Zooming): any capital will do. */
function releasedLetter(answer: string): string | undefined {
  const rules = [/\(([A-Z])\)/, /([A-Z])[.)\s]/, /([A-Z])/];
  return rules.map((rule) => rule.exec(answer)?.[1]).find((letter) => letter !== undefined);
}

describe("golden values", () => {
  test.each(golden.scoring.nearness)("$answer for $gold is worth $value", ({ answer, gold, value }) => {
    expect(nearness(answer, gold)).toBeCloseTo(value, 7);
  });

  test.each(golden.scoring.goldLetters)("the key $key means $letter", ({ key, letter }) => {
    expect(goldLetter(key, 6)).toBe(letter);
  });

  test.each(golden.scoring.predictedLetters)("$answer chooses $letter", ({ answer, letter }) => {
    expect(predictedLetter(extractAnswer(answer), 4)).toBe(letter);
    expect(predictedLetter(answer, 4)).toBe(letter);
  });

  test("the released rule misreads half of these answers, so they tell ours from it", () => {
    const answers = golden.scoring.predictedLetters;
    for (const { answer, releasedCodeSays } of answers) expect(releasedLetter(answer)).toBe(releasedCodeSays);
    expect(answers.filter(({ letter, releasedCodeSays }) => letter !== releasedCodeSays)).toHaveLength(2);
  });

  test.each(golden.scoring.gaps)("the gap of $model is $gap points", ({ items, regional, global, gap }) => {
    const said = (right: boolean) => ({ text: "", right, confidence: 1 });
    const results = Array.from({ length: items }, (_, i) => ({
      id: `${i}`,
      dimension: "all",
      image: "",
      area: null,
      question: "",
      answer: "",
      divergence: null,
      advantages: [],
      samples: [],
      looks: {
        global: said(i < Math.round((global * items) / 100)),
        regional: said(i < Math.round((regional * items) / 100)),
      },
    }));
    // The printed gap is the difference of two rounded shares.
    expect(Math.abs((zoomingGap(results)?.mean ?? 1) * 100 - gap)).toBeLessThan(0.011);
  });

  test("the overlay of a region and its share of the image", () => {
    const { image, box, areaRatio: ratio, overlay } = golden.regionToImage;
    const { left, top, right, bottom } = box;
    const pixels = { x: left, y: top, width: right - left, height: bottom - top };
    const unit = boxOfPixels(pixels, image);
    expect(unit.width * unit.height).toBeCloseTo(ratio, 12);
    expect(outlineCorners(unit, image)).toEqual(overlay);
  });

  test.each(golden.bootstrap.quantiles)(
    "$right of $items: the interval is $low to $high",
    ({ items, right, low, high }) => {
      const found = meanInterval(Array.from({ length: items }, (_, i) => Number(i < right)));
      // 2,000 resamples of a share that moves in steps of one item.
      expect(Math.abs((found?.low ?? 0) - low)).toBeLessThanOrEqual(1 / items + 1e-7);
      expect(Math.abs((found?.high ?? 0) - high)).toBeLessThanOrEqual(1 / items + 1e-7);
    },
  );
});

test.each([
  ["<think>A</think><answer> B </answer>", "B"],
  ["Let me see.\nAnswer: seven", "seven"],
  ["**Answer:** seven", "seven"],
  ["The answers: many\nthree\nred\ncups", "three\nred\ncups"],
  ["red", "red"],
  ["", ""],
])("the answer of %j is %j", (text, answer) => {
  expect(extractAnswer(text)).toBe(answer);
});

test.each([
  ["Red.", "red", true],
  ["“Red”", "red", true],
  ["46.0", "46", true],
  ["1,024", "1024", true],
  ["1,02", "102", false],
  ["50%", "50", false],
  ["red cup", "red", false],
  ["", "", false],
])("%j and %j are equivalent: %s", (answer, gold, same) => {
  expect(equivalent(answer, gold)).toBe(same);
});

describe("multiple choice", () => {
  const choices = ["a red cup", "a blue cup", "an apple"];

  test.each([
    ["B", 1],
    ["(b)", 1],
    ["The answer is B.", 1],
    ["A blue cup.", 1],
    ["A dog, I would say B", 1],
    ["I think C, as A is wrong", 2],
    ["An apple", 2],
    ["E", null],
    ["I am not sure", null],
    ["", null],
  ])("%j picks %s", (answer, index) => {
    const picked = pickedChoices(answer, choices, { several: false, numberWords: false });
    expect(picked?.[0] ?? null).toBe(index);
  });

  test.each([
    ["(B) a blue cup", 1],
    ["an apple", 2],
    ["D", null],
    ["a green cup", null],
  ])("the key %j is choice %s", (answer, index) => {
    expect(keyOf(choices, answer)).toBe(index);
  });

  test("every offered letter is read back from every usual way to say it", () => {
    const ways = [
      "X",
      "X.",
      "(X)",
      "Answer: X",
      "The answer is X",
      "I think X",
      "I'd choose (X) here",
      "X) it",
      "**X**",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...LETTERS), fc.constantFrom(...ways), (letter, way) => {
        expect(predictedLetter(extractAnswer(way.replace("X", letter)), LETTERS.length)).toBe(letter);
      }),
    );
  });

  test("whatever is said, a letter that is not offered is never read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 26 }), (answer, count) => {
        const letter = predictedLetter(answer, count);
        if (letter !== null) expect(LETTERS.slice(0, count)).toContain(letter);
      }),
    );
  });
});

test.each([
  ["Yes, it is.", "yes", true],
  ["yesterday", "yes", false],
  ["No.", "Yes", false],
  ["It says K7P.", "K7P", false],
  ["K7P", "K7P", true],
])("%j for the answer %j is %s", (text, answer, right) => {
  expect(isRight(text, { answer, evidence: [], choices: [] })).toBe(right);
});

describe("choices put to a model", () => {
  test("by letter: the choices under their letters, then the instruction", () => {
    expect(letteredQuestion("Which one?", ["red", "blue"], false)).toBe(
      "Which one?\nA. red\nB. blue\nAnswer with the option's letter from the given choices directly.",
    );
  });

  test("by likelihood: the likeliest, the first of equals, with its share", () => {
    expect(likeliest([-2, -1, -3]).index).toBe(1);
    expect(likeliest([-1, -1]).index).toBe(0);
    expect(likeliest([-1000, -1000 + Math.log(3)]).share).toBeCloseTo(0.75, 12);
    expect(likeliest([-Infinity, -Infinity])).toEqual({ index: 0, share: 0.5 });
  });
});
