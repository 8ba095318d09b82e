/** What a step minimizes: each token's loss, how much it counts, and the gradient with respect to the student's logits. */

import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { ScoredAnswer } from "../packed/decoder.ts";
import { type Counted, countAnswers } from "../recipe/coefficients.ts";
import { type AnswerLoss, answerLoss } from "../recipe/token-loss.ts";
import type { Losses } from "./formula-objective.ts";
import type { Compared } from "./sides.ts";

export interface Objective extends Losses {
  readonly withoutSpread: number | null;
}

/** The gradient of the objective with respect to an answer's logits: each token's row times its coefficient. */
function weightedGradient({ gradient, loss }: AnswerLoss, coefficients: readonly number[]): Float32Array {
  const size = gradient.length / loss.length;
  return gradient.map((value, i) => value * (coefficients[Math.floor(i / size)] as number));
}

/** Answers as others see them, with a random number for each and, where they are older than the weights, their log-probabilities. */
export interface Judging extends Compared {
  readonly lots: readonly number[];
  /** Per answer and token, when it was drawn; null where that is now. */
  readonly drawn: readonly (readonly number[])[] | null;
}

/** Faults: those of the gate or of a formula. */
export async function objectiveOf(
  recipe: Recipe,
  groups: readonly (readonly number[])[],
  answers: readonly ScoredAnswer[],
  { teacher, sides, members, rewards, lots, drawn }: Judging,
): Promise<Outcome<Objective>> {
  const { loss, weights } = recipe;
  const lengths = answers.map(({ ids }) => ids.length);
  const correct = members.map((member) => member.correct === true);
  // What computes formulas is fetched with the first step that has one.
  const formulas = async () =>
    (await import("./formula-objective.ts")).stepFormulas(groups, answers, sides, correct);
  const counted: Outcome<Counted> =
    weights === undefined
      ? countAnswers(recipe, groups, members, lengths, {
          ...(rewards === undefined ? {} : { rewards }),
          lots,
        })
      : (await formulas()).weights(weights);
  if (!counted.ok) return counted;
  const { coefficients, advantages, withoutSpread } = counted.value;
  if (loss.kind === "formula") {
    const found = (await formulas()).losses(loss.text, coefficients);
    return found.ok ? success({ ...found.value, withoutSpread }) : found;
  }
  const losses = answers.map(({ ids, logits }, i) =>
    answerLoss(loss, {
      ids,
      student: logits,
      teacher: teacher?.[i]?.logits ?? null,
      advantages: advantages?.[i] ?? null,
      ...(drawn === null ? {} : { drawn: drawn[i] ?? [] }),
    }),
  );
  return success({
    losses: losses.map((each) => each.loss),
    entropies: losses.map(({ entropy }) => entropy),
    ofLogits: losses.map((each, i) => weightedGradient(each, coefficients[i] ?? [])),
    withoutSpread,
  });
}
