/** What a step minimizes: each token's loss, how much it counts, and the gradient with respect to the student's logits. */

import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { inMemory, type Losses, type PerToken, type RowNumbers } from "../numbers/row-numbers.ts";
import type { KeptAnswer } from "../packed/decoder.ts";
import { type Counted, countAnswers } from "../recipe/coefficients.ts";
import type { Compared } from "./sides.ts";

export interface Objective extends Losses {
  readonly withoutSpread: number | null;
}

/** Answers as others see them, with a random number for each and, where they are older than the weights, their log-probabilities. */
export interface Judging extends Compared {
  readonly lots: readonly number[];
  /** Per answer and token, when it was drawn; null where that is now. */
  readonly drawn: PerToken | null;
}

/** Faults: those of the gate, of a formula, and of the kernels. */
export async function objectiveOf(
  recipe: Recipe,
  groups: readonly (readonly number[])[],
  answers: readonly KeptAnswer[],
  { teacher, sides, members, rewards, lots, drawn }: Judging,
  numbers: RowNumbers,
): Promise<Outcome<Objective>> {
  const { loss, weights } = recipe;
  const lengths = answers.map(({ ids }) => ids.length);
  const correct = members.map((member) => member.correct === true);
  // What computes formulas is fetched with the first step that has one.
  const formulas = async () => {
    const rows = new Map([...sides].map(([side, of]) => [side, inMemory(of)]));
    return (await import("./formula-objective.ts")).stepFormulas(groups, inMemory(answers), rows, correct);
  };
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
  const found = await numbers.losses(loss, { answers, teacher, advantages, drawn, coefficients });
  return found.ok ? success({ ...found.value, withoutSpread }) : found;
}
