/** How much each token of a step's answers counts in the objective, and the advantage that it has. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { gateOf } from "../../gate/catalog.ts";
import type { Member, Weights } from "../../gate/gate.ts";
import { computeWeights } from "../../gate/group.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { mean } from "../../math/statistics/statistics.ts";

export interface Counted {
  /** Per answer and token: the coefficient of the token's loss. */
  readonly coefficients: readonly (readonly number[])[];
  /** Per answer and token; null where the loss has no advantage. */
  readonly advantages: readonly (readonly number[])[] | null;
  /** The share of groups whose answers are equally right, which give a loss by right answers no gradient; else null. */
  readonly withoutSpread: number | null;
}

/** The weight of each token in the mean over all tokens, or in the mean of the answers' means. */
export function evenWeights(
  lengths: readonly number[],
  average: "tokens" | "sequences",
): readonly (readonly number[])[] {
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length) =>
    new Array<number>(length).fill(average === "tokens" ? 1 / tokens : 1 / (lengths.length * length)),
  );
}

/** Added to a deviation before it divides, as GRPO's implementations do. */
const EPSILON = 1e-6;

/** GRPO's advantages of a group's rewards: `(r - mean) / (sample deviation + 1e-6)`; 0 for a single answer. */
export function groupAdvantages(rewards: readonly number[]): readonly number[] {
  const middle = mean(rewards) ?? 0;
  const squares = rewards.reduce((sum, reward) => sum + (reward - middle) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, rewards.length - 1));
  return rewards.map((reward) => (reward - middle) / (deviation + EPSILON));
}

/** Puts what belongs to the answers of each group back into the order of all answers. */
function ungrouped<T>(
  groups: readonly (readonly number[])[],
  values: readonly (readonly T[])[],
): readonly T[] {
  const all: T[] = [];
  groups.forEach((group, g) => {
    group.forEach((answer, i) => {
      all[answer] = values[g]?.[i] as T;
    });
  });
  return all;
}

function gateWeights(
  { gate }: Recipe,
  groups: readonly (readonly number[])[],
  members: readonly Member[],
): Outcome<readonly Weights[]> {
  const found: Weights[] = [];
  for (const group of groups) {
    const of = group.map((answer) => members[answer] as Member);
    const weights = computeWeights({ gate: gate?.gate ?? "", settings: gate?.settings ?? {}, group: of });
    if (!weights.ok) return weights;
    found.push(weights.value);
  }
  return success(found);
}

function byRightAnswers(
  groups: readonly (readonly number[])[],
  members: readonly Member[],
  even: Counted["coefficients"],
): Counted {
  const rewards = groups.map((group) => group.map((answer) => (members[answer]?.correct === true ? 1 : 0)));
  const answers = ungrouped(groups, rewards.map(groupAdvantages));
  const equal = rewards.filter((of) => of.every((reward) => reward === of[0])).length;
  return {
    coefficients: even,
    advantages: even.map((row, answer) => row.map(() => answers[answer] ?? 0)),
    withoutSpread: equal / groups.length,
  };
}

/**
 * Of answers in groups, each an answer to one question; `members` are all answers with their log-probabilities by side and
 * whether they are right. A gate of rewards gives advantages, one of weights the coefficients within each group, of which the
 * mean over groups is taken. Faults: those of the gate.
 */
export function countAnswers(
  recipe: Recipe,
  groups: readonly (readonly number[])[],
  members: readonly Member[],
  lengths: readonly number[],
): Outcome<Counted> {
  const even = evenWeights(lengths, recipe.average);
  if (recipe.loss.kind === "policy-gradient" && recipe.loss.advantage === "right-answers")
    return success(byRightAnswers(groups, members, even));
  if (recipe.gate === null) return success({ coefficients: even, advantages: null, withoutSpread: null });
  const definition = gateOf(recipe.gate.gate);
  if (definition === undefined) return failure("notFound", `There is no gate called ${recipe.gate.gate}.`);
  const weights = gateWeights(recipe, groups, members);
  if (!weights.ok) return weights;
  const perToken = ungrouped(
    groups,
    weights.value.map((of) => of.perToken),
  );
  if (definition.signals.kind === "rewards")
    return success({ coefficients: even, advantages: perToken, withoutSpread: null });
  const coefficients = perToken.map((row) => row.map((weight) => weight / groups.length));
  return success({ coefficients, advantages: null, withoutSpread: null });
}
