/** The loss of an answer and how its tokens count, against the papers' formulas. */

import { expect, test } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { TokenId } from "../../base/ids.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe, TrainingLoss } from "../../lab/recipe/recipe.ts";
import { countAnswers, evenWeights, groupAdvantages } from "./coefficients.ts";
import { answerLoss, logProbsOf } from "./token-loss.ts";

const student = Float32Array.of(2, 1, 0, -1, -2);
const teacher = Float32Array.of(1, 2.5, 0, -2, -0.5);
const answer = { ids: [1] as TokenId[], student, teacher, advantages: [2] };

// ln p = -1.45191440 and ln q = -0.31196818 of token 1, from an independent program.
const gap = -1.1399462;
const p = [0.63640865, 0.23412166, 0.08612854, 0.03168492, 0.01165623];
const towards = (weight: number): number[] => p.map((of, token) => weight * ((token === 1 ? 1 : 0) - of));

test.each<[TrainingLoss, number, readonly number[]]>([
  [{ kind: "cross-entropy" }, 1.4519144, towards(-1)],
  [{ kind: "sampled-token", largest: 10 }, gap, towards(gap)],
  [{ kind: "sampled-token", largest: 0.5 }, -0.5, towards(-0.5)],
  [{ kind: "policy-gradient", advantage: "gate" }, 2 * 1.4519144, towards(-2)],
  [{ kind: "policy-gradient", advantage: "gate", clip: { low: 0.2, high: 0.3 } }, -2, towards(-2)],
  [{ kind: "estimate", estimate: "k1" }, gap, towards(1)],
  [{ kind: "estimate", estimate: "k2" }, 0.64973869, towards(gap)],
  [{ kind: "estimate", estimate: "k3" }, 0.98665398, towards(1 - Math.exp(-gap))],
  [
    { kind: "divergence", divergence: { kind: "jsd", beta: 0.5 }, support: { kind: "full" } },
    0.15032646,
    [0.10123298, -0.10194459, 0.00074704, 0.00504009, -0.00507552],
  ],
])("%j", (loss, expected, gradient) => {
  const found = answerLoss(loss, answer);
  expect(found.loss[0]).toBeCloseTo(expected, 6);
  expect(found.entropy[0]).toBeCloseTo(0.99997283, 6);
  gradient.forEach((slope, token) => {
    expect(found.gradient[token]).toBeCloseTo(slope, 6);
  });
});

test("a token whose loss is infinite adds nothing", () => {
  const masked = { ...answer, teacher: Float32Array.of(1, Number.NEGATIVE_INFINITY, 0, 0, 0) };
  const reverse: TrainingLoss = {
    kind: "divergence",
    divergence: { kind: "reverseKl" },
    support: { kind: "full" },
  };
  expect(answerLoss(reverse, masked)).toMatchObject({ loss: [0], gradient: new Float32Array(5) });
});

test("the mean over answers weighs short ones as much as long ones, the mean over tokens does not", () => {
  expect(evenWeights([1, 3], "sequences")).toEqual([[1 / 2], [1 / 6, 1 / 6, 1 / 6]]);
  expect(evenWeights([1, 3], "tokens")).toEqual([[1 / 4], [1 / 4, 1 / 4, 1 / 4]]);
});

test("GRPO divides by the sample deviation, and equal rewards give no advantage", () => {
  const [right = 0, wrong = 0] = groupAdvantages([1, 0, 0, 0]);
  expect(right).toBeCloseTo(1.5, 4);
  expect(wrong).toBeCloseTo(-0.5, 4);
  expect(groupAdvantages([1, 1, 1])).toEqual([0, 0, 0]);
});

const member = (logProbs: Record<string, readonly number[]>, correct = false) => ({ logProbs, correct });

test("right answers of a group have the advantage; a group without any is counted as one without spread", () => {
  const members = [member({}, true), member({}), member({}), member({})];
  const groups = [
    [0, 1],
    [2, 3],
  ];
  const counted = value(countAnswers(recipeOf("grpo") as Recipe, groups, members, [1, 2, 1, 1]));
  expect(counted.withoutSpread).toBe(0.5);
  expect(counted.advantages?.[0]?.[0]).toBeCloseTo(Math.SQRT1_2, 4);
  expect(counted.advantages?.[1]).toHaveLength(2);
  expect(counted.advantages?.slice(2)).toEqual([[0], [0]]);
});

test("DAPO leaves groups of equal reward out of the mean, and so are questions without a label", () => {
  const members = [member({}), member({}), member({}), member({})];
  const groups = [
    [0, 1],
    [2, 3],
  ];
  const dapo = recipeOf("zwz-dapo") as Recipe;
  const counted = value(countAnswers(dapo, groups, members, [1, 3, 1, 1], { rewards: [1, 0, 1, 1] }));
  expect(counted.coefficients).toEqual([[0.25], [0.25, 0.25, 0.25], [0], [0]]);
  expect(counted.withoutSpread).toBe(0.5);
  const released = value(
    countAnswers(recipeOf("zwz") as Recipe, groups, members, [1, 1, 1, 1], { rewards: [1, 1, null, null] }),
  );
  expect(released.coefficients).toEqual([[0.5], [0.5], [0], [0]]);
  expect(released.advantages?.flat()).toEqual([0, 0, 0, 0]);
});

test("balancing leaves out answers of the kind that is too frequent, and the gate sees the others", () => {
  const right = member({ student: [-1], teacher: [-3] }, true);
  const wrong = member({ student: [-2], teacher: [-1] });
  const uni = recipeOf("uni-opd") as Recipe;
  const lots = { lots: [0.9, 0.1, 0.5] };
  const counted = value(countAnswers(uni, [[0, 1, 2]], [wrong, right, wrong], [1, 1, 1], lots));
  expect(counted.coefficients).toEqual([[0], [0.5], [0.5]]);
  expect(counted.advantages?.map(([first]) => first)).toEqual([
    0,
    expect.closeTo(-0.3, 6),
    expect.closeTo(-0.7, 6),
  ]);
});

test("V-Zero's weights are those of its gate, averaged over groups", () => {
  const close = member({ positive: [-1, -1], negative: [-3, -3] });
  const far = member({ positive: [-1], negative: [-1] });
  const counted = value(
    countAnswers(
      recipeOf("v-zero") as Recipe,
      [
        [0, 1],
        [2, 3],
      ],
      [close, far, close, far],
      [2, 1, 2, 1],
    ),
  );
  // The standardised scores of two answers are 1 and -1: weights 2 and 0, over two answers of each of two groups.
  expect(counted.coefficients[0]?.[0]).toBeCloseTo(2 / (2 * 2 * 2), 5);
  expect(counted.coefficients[1]?.[0]).toBeCloseTo(0, 5);
  expect(counted.advantages).toBeNull();
});

test("VPPO's gate weighs the tokens of answers whose advantages come from rewards", () => {
  const shifted = (reverseKl: readonly number[], correct: boolean) => ({
    logProbs: { student: reverseKl.map(() => -1), masked: reverseKl.map(() => -2) },
    pairs: { masked: { reverseKl } },
    correct,
  });
  const members = [shifted([0.1, 0.3], true), shifted([0.4], false)];
  const groups = [
    [0, 1],
    [2, 3],
  ];
  const lengths = [2, 1, 2, 1];
  const vppo = recipeOf("vppo") as Recipe;
  const counted = value(countAnswers(vppo, groups, [...members, ...members], lengths));
  // One token of each answer counts, by 0.9 and 1.1 of its share in two answers of two groups.
  expect(counted.coefficients.flat()).toEqual(
    [0, 0.9 / 8, 1.1 / 4, 0, 0.9 / 8, 1.1 / 4].map((expected) => expect.closeTo(expected, 6)),
  );
  expect(counted.advantages?.map(([first]) => first)).toEqual(
    [1, -1, 1, -1].map((sign) => expect.closeTo(sign * Math.SQRT1_2, 4)),
  );
  const unlabelled = { rewards: [1, 0, null, null] };
  const half = value(countAnswers(vppo, groups, [...members, ...members], lengths, unlabelled));
  expect(half.coefficients.flat().slice(3)).toEqual([0, 0, 0]);
  expect(half.coefficients[1]?.[0]).toBeCloseTo(1.1 / 2, 6);
});

test("Uni-OPD's advantages are those of its gate", () => {
  const right = member({ student: [-1], teacher: [-3] }, true);
  const wrong = member({ student: [-2], teacher: [-1] });
  const counted = value(countAnswers(recipeOf("uni-opd") as Recipe, [[0, 1]], [right, wrong], [1, 1]));
  // Returns -2 and 1: the margin of -3 is brought to 0.4 by moving each side by 1.7.
  expect(counted.advantages?.map(([first]) => first)).toEqual([
    expect.closeTo(-0.3, 6),
    expect.closeTo(-0.7, 6),
  ]);
  expect(counted.coefficients).toEqual([[0.5], [0.5]]);
});

test("log-probabilities of an answer's tokens", () => {
  const logits = Float32Array.of(...student, ...teacher);
  const found = logProbsOf([1, 1] as TokenId[], logits);
  expect(found[0]).toBeCloseTo(-1.4519144, 6);
  expect(found[1]).toBeCloseTo(-0.31196818, 6);
});
