/** What a recipe's loss is at each token of an answer, and its gradient with respect to the student's logits. */

import type { TokenId } from "../../base/ids.ts";
import { chosenDivergence } from "../../math/divergences/catalog.ts";
import { lossGradient } from "../../math/loss/divergence-gradient.ts";
import { surrogateGradient } from "../../math/loss/gradient.ts";
import { entropy, logSoftmax } from "../../math/rows/logits.ts";
import type { TrainingLoss } from "./recipe.ts";

/** Of one answer: a number per token, in nats, and the gradient of each token's loss. */
export interface AnswerLoss {
  readonly loss: readonly number[];
  readonly entropy: readonly number[];
  /** [tokens, vocabulary], each row the gradient of its own token's loss. */
  readonly gradient: Float32Array;
}

/** The loss and its gradient at one token; null where the loss is infinite, which no gradient can reduce. */
function tokenLoss(
  loss: TrainingLoss,
  student: Float32Array,
  teacher: Float32Array | null,
  token: TokenId,
): { readonly value: number; readonly gradient: Float64Array } | null {
  const logProbs = logSoftmax(student);
  if (loss.kind === "cross-entropy" || teacher === null) {
    const gradient = surrogateGradient(logProbs, -1, token);
    return gradient === null ? null : { value: -(logProbs[token] as number), gradient };
  }
  const gradient = lossGradient(student, teacher, { ...loss, temperature: 1 });
  if (gradient === null) return null;
  const { definition, parameter } = chosenDivergence(loss.divergence);
  const value = definition.value({ student: logProbs, teacher: logSoftmax(teacher) }, parameter);
  return { value, gradient };
}

/**
 * Of an answer whose logits [tokens, vocabulary] are the student's and, where the loss compares, the teacher's. The value is
 * over the full vocabulary even where the gradient is over a support. A token whose loss is infinite adds nothing.
 */
export function answerLoss(
  loss: TrainingLoss,
  ids: readonly TokenId[],
  student: Float32Array,
  teacher: Float32Array | null,
): AnswerLoss {
  const size = student.length / ids.length;
  const gradient = new Float32Array(student.length);
  const [values, entropies]: [number[], number[]] = [[], []];
  for (const [row, token] of ids.entries()) {
    const [start, end] = [row * size, (row + 1) * size];
    const own = student.subarray(start, end);
    const found = tokenLoss(loss, own, teacher?.subarray(start, end) ?? null, token);
    values.push(found?.value ?? 0);
    entropies.push(entropy(logSoftmax(own)));
    if (found !== null) gradient.set(found.gradient, start);
  }
  return { loss: values, entropy: entropies, gradient };
}

/** The weight of each token of each answer in the mean over all tokens, or in the mean of the answers' means. */
export function tokenWeights(lengths: readonly number[], average: "tokens" | "sequences"): readonly number[] {
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length) => (average === "tokens" ? 1 / tokens : 1 / (lengths.length * length)));
}
