/** What a recipe's loss is at each token of an answer, and its gradient with respect to the student's logits. */

import type { TokenId } from "../../base/ids.ts";
import type { TrainingLoss } from "../../lab/recipe/recipe.ts";
import { chosenDivergence } from "../../math/divergences/catalog.ts";
import type { DivergenceKind } from "../../math/divergences/definition.ts";
import { lossGradient } from "../../math/loss/divergence-gradient.ts";
import { clamp, estimateWithSlope, logRatio } from "../../math/loss/estimators.ts";
import { surrogateGradient } from "../../math/loss/gradient.ts";
import { clippedPolicyLoss } from "../../math/loss/policy.ts";
import { entropy, logSoftmax } from "../../math/rows/logits.ts";

/** Of one answer: a number per token, in nats, and the gradient of each token's loss. */
export interface AnswerLoss {
  readonly loss: readonly number[];
  readonly entropy: readonly number[];
  /** [tokens, vocabulary], each row the gradient of its own token's loss. */
  readonly gradient: Float32Array;
}

/** One token of an answer: both sides' logits (the teacher's where there is one), its advantage, and ln p when it was drawn. */
interface AnsweredToken {
  readonly id: TokenId;
  readonly student: Float32Array;
  readonly logProbs: Float64Array;
  readonly teacher: Float32Array | null;
  readonly advantage: number;
  readonly drawn: number;
}

interface TokenLoss {
  readonly value: number;
  readonly gradient: Float64Array;
}

function divergenceLoss(
  loss: Extract<TrainingLoss, { kind: "divergence" }>,
  { student, logProbs }: AnsweredToken,
  teacher: Float32Array,
): TokenLoss | null {
  const gradient = lossGradient(student, teacher, { ...loss, temperature: 1 });
  if (gradient === null) return null;
  const { definition, parameter } = chosenDivergence(loss.divergence);
  return {
    value: definition.value({ student: logProbs, teacher: logSoftmax(teacher) }, parameter),
    gradient,
  };
}

/** What a loss of one token depends on: log-probabilities in nats, the teacher's null where there is none. */
export interface TokenNumbers {
  readonly logProb: number;
  readonly teacher: number | null;
  readonly advantage: number;
  readonly drawn: number;
}

/** A loss that depends on the sampled token alone. */
export type SampledLoss = Exclude<TrainingLoss, { kind: "divergence" }>;

/**
 * Such a loss and its slope, the factor of the gradient of the token's log-probability; null where there is no teacher, and where the
 * loss is infinite, which no gradient can reduce. The slope of the log-ratio at the sampled token is the log-ratio itself, so
 * that its policy gradient is that of the reverse KL divergence.
 */
export function sampledTokenLoss(
  loss: SampledLoss,
  { logProb, teacher, advantage, drawn }: TokenNumbers,
): { readonly value: number; readonly slope: number } | null {
  const finite = (value: number, slope: number) =>
    Number.isFinite(value) && Number.isFinite(slope) ? { value, slope } : null;
  switch (loss.kind) {
    case "cross-entropy":
      return { value: -logProb, slope: -1 };
    case "policy-gradient": {
      if (loss.clip === undefined) return { value: -advantage * logProb, slope: -advantage };
      const { value, slope } = clippedPolicyLoss(advantage, logProb, drawn, loss.clip);
      return finite(value, slope);
    }
    case "estimate": {
      if (teacher === null) return null;
      const { value, slope } = estimateWithSlope(loss.estimate, logRatio(logProb, teacher));
      return finite(value, slope);
    }
    case "sampled-token": {
      if (teacher === null) return null;
      const gap = clamp(logRatio(logProb, teacher), -loss.largest, loss.largest);
      return finite(gap, gap);
    }
    default:
      return loss satisfies never;
  }
}

/** The loss and its gradient at one token; null where the loss is infinite, which no gradient can reduce. */
function tokenLoss(loss: TrainingLoss, token: AnsweredToken): TokenLoss | null {
  const { id, logProbs, teacher, advantage, drawn } = token;
  if (loss.kind === "divergence") return teacher === null ? null : divergenceLoss(loss, token, teacher);
  const found = sampledTokenLoss(loss, {
    logProb: logProbs[id] as number,
    teacher: teacher === null ? null : (logSoftmax(teacher)[id] as number),
    advantage,
    drawn,
  });
  const gradient = found === null ? null : surrogateGradient(logProbs, found.slope, id);
  return found === null || gradient === null ? null : { value: found.value, gradient };
}

/** One answer as its loss sees it; logits are [tokens, vocabulary]. */
export interface LossAnswer {
  readonly ids: readonly TokenId[];
  readonly student: Float32Array;
  readonly teacher: Float32Array | null;
  /** Of each token; null where the loss has none. */
  readonly advantages: readonly number[] | null;
  /** The log-probability of each token when the answer was drawn; left out where it is that of now. */
  readonly drawn?: readonly number[];
}

/**
 * The loss of an answer. A divergence's value is over the full vocabulary even where its gradient is over a support. A token
 * whose loss is infinite adds nothing.
 */
export function answerLoss(
  loss: TrainingLoss,
  { ids, student, teacher, advantages, drawn }: LossAnswer,
): AnswerLoss {
  const size = student.length / ids.length;
  const gradient = new Float32Array(student.length);
  const [values, entropies]: [number[], number[]] = [[], []];
  for (const [row, id] of ids.entries()) {
    const [start, end] = [row * size, (row + 1) * size];
    const own = student.subarray(start, end);
    const logProbs = logSoftmax(own);
    const found = tokenLoss(loss, {
      id,
      student: own,
      logProbs,
      teacher: teacher?.subarray(start, end) ?? null,
      advantage: advantages?.[row] ?? 0,
      drawn: drawn?.[row] ?? (logProbs[id] as number),
    });
    values.push(found?.value ?? 0);
    entropies.push(entropy(logProbs));
    if (found !== null) gradient.set(found.gradient, start);
  }
  return { loss: values, entropy: entropies, gradient };
}

/** The log-probability of each token of an answer whose logits are [tokens, vocabulary], in nats. */
export function logProbsOf(ids: readonly TokenId[], logits: Float32Array): readonly number[] {
  const size = logits.length / ids.length;
  return ids.map((id, row) => logSoftmax(logits.subarray(row * size, (row + 1) * size))[id] as number);
}

/** The symmetric Jensen–Shannon divergence. */
export const JENSEN_SHANNON: DivergenceKind = { kind: "jsd", beta: 0.5 };

/** A divergence of two sides at each of `tokens` tokens, in nats; their logits are [tokens, vocabulary]. */
export function tokenDivergences(
  kind: DivergenceKind,
  own: Float32Array,
  theirs: Float32Array,
  tokens: number,
): readonly number[] {
  const size = own.length / tokens;
  const row = (logits: Float32Array, token: number) =>
    logSoftmax(logits.subarray(token * size, (token + 1) * size));
  const { definition, parameter } = chosenDivergence(kind);
  return Array.from({ length: tokens }, (_, token) =>
    definition.value({ student: row(own, token), teacher: row(theirs, token) }, parameter),
  );
}
