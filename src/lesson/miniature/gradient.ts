/**
 * The gradient that trains the miniature's student, over all rows. A row counts as often as it is visited: the first with every
 * answer, a question's letters with a sixth of those that go on. These frequencies belong to the sampling and are not
 * differentiated.
 */

import type { DivergenceKind } from "../../math/divergences/definition.ts";
import { logRatio } from "../../math/loss/estimators.ts";
import { divergenceGradient, surrogateGradient } from "../../math/loss/gradient.ts";
import { reducedGradient } from "../../math/loss/reduced-gradient.ts";
import { topK } from "../../math/rows/logits.ts";
import { saltOf, sampleToken } from "../../math/rows/sample.ts";
import { logProbsOf, type Policy, STOP, stopping } from "./world.ts";

/** What is compared at each position: every token, the student's K with a tail, or only the sampled token. */
export type Compared =
  | { readonly kind: "full" }
  | { readonly kind: "topK"; readonly k: number }
  | { readonly kind: "sampled" };

/** Answers sampled to each question in one update, as in Vision-OPD. */
export const ANSWERS = 8;

export const REVERSE: DivergenceKind = { kind: "reverseKl" };

/** Every token may be sampled, at temperature 1, at which it is also scored: otherwise the estimate is biased. */
const WHOLE = { temperature: 1, topP: 1, topK: 0 };

/** What determines the samples: the same numbers give the same samples. */
export interface Draws {
  readonly seed: number;
  readonly update: number;
  /** Per question. */
  readonly answers: number;
}

/** How often each row is visited. */
export function visits(student: Policy): readonly number[] {
  const questions = student.length - 1;
  return student.map((_, r) => (r === 0 ? 1 : (1 - stopping(student)) / questions));
}

/** The expected gradient of a divergence over all tokens, or over the student's K and the tail. */
export function expectedGradient(
  student: Policy,
  teacher: Policy,
  divergence: DivergenceKind,
  compared: Exclude<Compared, { readonly kind: "sampled" }>,
): Policy {
  const [ofStudent, ofTeacher, met] = [logProbsOf(student), logProbsOf(teacher), visits(student)];
  return ofStudent.map((row, r) => {
    const other = ofTeacher[r] as Float64Array;
    const gradient =
      compared.kind === "full"
        ? divergenceGradient(divergence, row, other)
        : reducedGradient(divergence, row, other, topK(row, compared.k), "tail");
    // Every logit here is finite, so a null, which stands for an infinite divergence, cannot occur.
    return (gradient ?? row.map(() => 0)).map((entry) => entry * (met[r] as number));
  });
}

/**
 * The same from sampled answers alone: for each sampled token, `sg[ln p − ln q] ln p` (V-Zero eq. 24; Vision-OPD's sampled
 * variant). Its expectation is the gradient of the reverse KL.
 */
export function sampledGradient(student: Policy, teacher: Policy, { seed, update, answers }: Draws): Policy {
  const [ofStudent, ofTeacher] = [logProbsOf(student), logProbsOf(teacher)];
  const sum = student.map((row) => new Float64Array(row.length));
  const questions = student.length - 1;
  const learn = (r: number, sibling: number, position: number): number => {
    const [own, other] = [ofStudent[r] as Float64Array, ofTeacher[r] as Float64Array];
    const sampledToken = sampleToken(own, WHOLE, saltOf(seed, sibling, 2 * update + position));
    const gap = logRatio(own[sampledToken] as number, other[sampledToken] as number);
    const row = surrogateGradient(own, gap, sampledToken) ?? [];
    const into = sum[r] as Float64Array;
    for (const [token, entry] of row.entries()) into[token] = (into[token] as number) + entry;
    return sampledToken;
  };
  for (let question = 0; question < questions; question++) {
    for (let answer = 0; answer < answers; answer++) {
      const sibling = question * answers + answer;
      if (learn(0, sibling, 0) !== STOP) learn(1 + question, sibling, 1);
    }
  }
  return sum.map((row) => row.map((entry) => entry / (questions * answers)));
}

/** `‖gradient − exact‖ / ‖exact‖`; null where the exact gradient is 0. */
export function relativeError(gradient: Policy, exact: Policy): number | null {
  const norm = (policy: Policy) =>
    Math.sqrt(policy.reduce((sum, row) => sum + row.reduce((all, entry) => all + entry * entry, 0), 0));
  const length = norm(exact);
  if (length === 0) return null;
  return (
    norm(gradient.map((row, r) => row.map((entry, token) => entry - (exact[r]?.[token] as number)))) / length
  );
}
