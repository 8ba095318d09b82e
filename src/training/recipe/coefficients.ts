/** How much each token of a step's answers counts in the objective, and the advantage that it has. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { gateOf } from "../../gate/catalog.ts";
import type { Member, Weights } from "../../gate/gate.ts";
import { computeWeights } from "../../gate/group.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { balanced } from "../../math/group/balance.ts";
import { mean } from "../../math/statistics/statistics.ts";

export interface Counted {
  /** Per answer and token: the coefficient of the token's loss. */
  readonly coefficients: readonly (readonly number[])[];
  /** Per answer and token; null where the loss has no advantage. */
  readonly advantages: readonly (readonly number[])[] | null;
  /** The share of groups whose answers have equal rewards, which give a loss by rewards no gradient; else null. */
  readonly withoutSpread: number | null;
}

/** What is known of a step's answers beside their log-probabilities. */
export interface Judged {
  /** The reward of each answer, null where its question has no label; left out where being right is the reward. */
  readonly rewards?: readonly (number | null)[];
  /** A random number for each answer, which decides what balancing leaves out. */
  readonly lots?: readonly number[];
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

/** The weight of each token in such a mean over the answers that are kept; 0 for the others. */
function evenOver(
  lengths: readonly number[],
  average: "tokens" | "sequences",
  kept: (answer: number) => boolean,
): readonly (readonly number[])[] {
  const chosen = [...lengths.keys()].filter(kept);
  const even = evenWeights(
    chosen.map((answer) => lengths[answer] as number),
    average,
  );
  const weights: (readonly number[])[] = lengths.map((length) => new Array<number>(length).fill(0));
  for (const [i, answer] of chosen.entries()) weights[answer] = even[i] ?? [];
  return weights;
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

/** What rewards make of the answers. */
interface Rewarded {
  /** The groups that count: all of whose questions have a label and, where the recipe says so, whose rewards are not equal. */
  readonly counting: readonly (readonly number[])[];
  readonly advantages: readonly (readonly number[])[];
  readonly withoutSpread: number;
}

/** GRPO's advantages. */
function byRewards(
  { dropsEqual }: Recipe,
  groups: readonly (readonly number[])[],
  rewards: readonly (number | null)[],
  lengths: readonly number[],
): Rewarded {
  const of = groups.map((group) => group.map((answer) => rewards[answer] ?? null));
  const answers = ungrouped(
    groups,
    of.map((group) => groupAdvantages(group.map((reward) => reward ?? 0))),
  );
  const isEqual = of.map((group) => group.every((reward) => reward === group[0]));
  return {
    counting: groups.filter((_, g) => of[g]?.[0] !== null && !(dropsEqual === true && isEqual[g] === true)),
    advantages: lengths.map((length, answer) => new Array<number>(length).fill(answers[answer] ?? 0)),
    withoutSpread: isEqual.filter(Boolean).length / groups.length,
  };
}

/** Whether the advantages come from rewards. */
function isRewarded({ loss }: Recipe): boolean {
  return loss.kind === "policy-gradient" && loss.advantage === "right-answers";
}

/** Of each group the answers that balancing keeps. */
function keptOf(
  { balance }: Recipe,
  groups: readonly (readonly number[])[],
  members: readonly Member[],
  lots: readonly number[],
): readonly (readonly number[])[] {
  if (balance === undefined) return groups;
  return groups.map((group) => {
    const stays = balanced(
      group.map((answer) => members[answer]?.correct ?? null),
      balance,
      group.map((answer) => lots[answer] ?? 0),
    );
    return group.filter((_, i) => stays[i]);
  });
}

/**
 * Of answers in groups, each an answer to one question; `members` are all answers with their log-probabilities by side and
 * whether they are right. A gate of rewards gives advantages, one of weights the coefficients within each group, of which the
 * mean over groups is taken, also where rewards give the advantages (VPPO, arXiv 2510.09285). Faults: those of the gate.
 */
export function countAnswers(
  recipe: Recipe,
  groups: readonly (readonly number[])[],
  members: readonly Member[],
  lengths: readonly number[],
  { rewards, lots = [] }: Judged = {},
): Outcome<Counted> {
  const own = () => members.map(({ correct }) => (correct === true ? 1 : 0));
  const rewarded = isRewarded(recipe) ? byRewards(recipe, groups, rewards ?? own(), lengths) : null;
  const { advantages, withoutSpread } = rewarded ?? { advantages: null, withoutSpread: null };
  const kept = rewarded?.counting ?? keptOf(recipe, groups, members, lots);
  const staying = new Set(kept.flat());
  const even = evenOver(lengths, recipe.average, (answer) => staying.has(answer));
  if (recipe.gate === null) return success({ coefficients: even, advantages, withoutSpread });
  const definition = gateOf(recipe.gate.gate);
  if (definition === undefined) return failure("notFound", `There is no gate called ${recipe.gate.gate}.`);
  const weights = gateWeights(recipe, kept, members);
  if (!weights.ok) return weights;
  const found = ungrouped(
    kept,
    weights.value.map((of) => of.perToken),
  );
  const perToken = lengths.map((length, answer) => found[answer] ?? new Array<number>(length).fill(0));
  if (definition.signals.kind === "rewards")
    return success({ coefficients: even, advantages: perToken, withoutSpread });
  const coefficients = perToken.map((row) => row.map((weight) => weight / Math.max(1, kept.length)));
  return success({ coefficients, advantages, withoutSpread });
}
