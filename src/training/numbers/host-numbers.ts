/** A step's numbers in float64, from logits in memory. */

import { success } from "../../base/outcome.ts";
import { blend } from "../../math/optimization/blend.ts";
import type { ScoredAnswer } from "../packed/decoder.ts";
import { hostKeeper } from "../packed/keeper.ts";
import { type AnswerLoss, answerLoss, logProbsOf, tokenDivergences } from "../recipe/token-loss.ts";
import { inMemory, type RowNumbers } from "./row-numbers.ts";

/** The gradient of the objective with respect to an answer's logits: each token's row times its coefficient. */
function weightedGradient({ gradient, loss }: AnswerLoss, coefficients: readonly number[]): Float32Array {
  const size = gradient.length / loss.length;
  return gradient.map((value, i) => value * (coefficients[Math.floor(i / size)] as number));
}

/** The answer's logits with the other's mixed in. */
function mixedAnswer({ ids, logits }: ScoredAnswer, current: ScoredAnswer | undefined, rate: number) {
  const mixed = logits.slice();
  blend(mixed, current?.logits ?? logits, { kept: 1 - rate, added: rate });
  return { ids, logits: mixed };
}

/** `device` is where the graphs run, or null on wasm. */
export function hostNumbers(device: GPUDevice | null, vocabulary: number): RowNumbers {
  return {
    keeper: hostKeeper(device, vocabulary),
    logProbs: async (answers) => success(inMemory(answers).map(({ ids, logits }) => logProbsOf(ids, logits))),
    async divergences(kind, own, theirs) {
      const others = inMemory(theirs);
      return success(
        inMemory(own).map(({ ids, logits }, i) =>
          tokenDivergences(kind, logits, others[i]?.logits ?? logits, ids.length),
        ),
      );
    },
    async mixed(initial, current, rate) {
      const others = inMemory(current);
      return success(inMemory(initial).map((answer, i) => mixedAnswer(answer, others[i], rate)));
    },
    async losses(loss, { answers, teacher, advantages, drawn, coefficients }) {
      const theirs = teacher === null ? null : inMemory(teacher);
      const found = inMemory(answers).map(({ ids, logits }, i) =>
        answerLoss(loss, {
          ids,
          student: logits,
          teacher: theirs?.[i]?.logits ?? null,
          advantages: advantages?.[i] ?? null,
          ...(drawn === null ? {} : { drawn: drawn[i] ?? [] }),
        }),
      );
      return success({
        losses: found.map((each) => each.loss),
        entropies: found.map(({ entropy }) => entropy),
        ofLogits: found.map((each, i) => weightedGradient(each, coefficients[i] ?? [])),
      });
    },
    [Symbol.dispose]: () => undefined,
  };
}
