/** What a step computes of the logits of its answers, wherever these are. */

import type { Outcome } from "../../base/outcome.ts";
import type { TrainingLoss } from "../../lab/recipe/recipe.ts";
import type { DivergenceKind } from "../../math/divergences/definition.ts";
import type { KeptAnswer, ScoredAnswer } from "../packed/decoder.ts";
import type { Keeper, Logits } from "../packed/keeper.ts";

/** Numbers of every token of every answer. */
export type PerToken = readonly (readonly number[])[];

/** Answers as their loss sees them; the teacher's logits and the advantages are null where a loss has none. */
export interface LossAnswers {
  readonly answers: readonly KeptAnswer[];
  readonly teacher: readonly KeptAnswer[] | null;
  readonly advantages: PerToken | null;
  /** The log-probability of each token when the answer was drawn; null where it is that of now. */
  readonly drawn: PerToken | null;
  /** How much each token counts. */
  readonly coefficients: PerToken;
}

/** The loss of a step's answers. */
export interface Losses {
  /** Per answer and token, in nats, before any gate weighs them. */
  readonly losses: PerToken;
  readonly entropies: PerToken;
  /** Of the whole objective, [tokens, vocabulary] for every answer. */
  readonly ofLogits: readonly Logits[];
}

/** Where graphs leave logits, they stay until the end of the step's block. Faults: those of a run. */
export interface RowNumbers extends Disposable {
  readonly keeper: Keeper<Logits>;
  /** The log-probability of each token, in nats. */
  logProbs(answers: readonly KeptAnswer[]): Promise<Outcome<PerToken>>;
  /** A divergence between two sides at each token, over the full vocabulary, in nats. */
  divergences(
    kind: DivergenceKind,
    own: readonly KeptAnswer[],
    theirs: readonly KeptAnswer[],
  ): Promise<Outcome<PerToken>>;
  /** Logits mixed before the softmax, which mixes distributions geometrically; `rate` is the share of the second. */
  mixed(
    initial: readonly KeptAnswer[],
    current: readonly KeptAnswer[],
    rate: number,
  ): Promise<Outcome<readonly KeptAnswer[]>>;
  losses(loss: TrainingLoss, of: LossAnswers): Promise<Outcome<Losses>>;
}

/** Answers whose logits are in memory, as those are for which only float64 can compute. */
export function inMemory(answers: readonly KeptAnswer[]): readonly ScoredAnswer[] {
  return answers.map(({ ids, logits }) => {
    if (!(logits instanceof Float32Array)) throw new TypeError("the logits of an answer are on the device");
    return { ids, logits };
  });
}
