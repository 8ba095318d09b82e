/** Multiple choice: how a model is asked, and which choice its likelihoods pick. */
import { LETTERS } from "./letter.ts";

/**
 * By letter: the choices are listed and the model answers with one. By likelihood: the model gets the question alone, and
 * the likelihood of each choice as its answer is computed.
 */
export type ChoiceMode = "letter" | "likelihood";

/** The instruction of LLaVA-1.5's evaluation (arXiv 2310.03744, table 6), common to the benchmarks of these papers. */
const INSTRUCTION = "Answer with the option's letter from the given choices directly.";

/** Our instruction where several choices are right together, which the question need not reveal. */
const SEVERAL = "Answer with the letters of all correct options from the given choices directly.";

/** A question with its choices under letters, and the instruction to answer with one, or with all that are right. */
export function letteredQuestion(question: string, choices: readonly string[], several: boolean): string {
  const lines = choices.map((choice, index) => `${LETTERS[index]}. ${choice}`);
  return [question, ...lines, several ? SEVERAL : INSTRUCTION].join("\n");
}

/** Whether a right answer names several choices together. */
export function wantsSeveral(correct: readonly (readonly number[])[]): boolean {
  return correct.some((set) => set.length > 1);
}

/** The most likely of some answers, ties to the first, with its share of their common probability. */
export function likeliest(logProbs: readonly number[]): { readonly index: number; readonly share: number } {
  const top = Math.max(...logProbs);
  const index = logProbs.indexOf(top);
  const total = logProbs.reduce((sum, nats) => sum + Math.exp(nats - top), 0);
  // All of them are impossible: none is likelier than the others.
  return { index, share: top === -Infinity ? 1 / logProbs.length : 1 / total };
}
