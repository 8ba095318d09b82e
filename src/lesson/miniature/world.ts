/**
 * The miniature's world, small enough to be written out. A policy first goes on or stops; if it goes on, it outputs one
 * letter. Six questions ask for a letter, and each has a look-alike. A closer look adds the same amounts to any policy's
 * logits: much to the letter in the crop and, since no view changes only what was intended, a little to stopping.
 */
import { logSoftmax } from "../../math/rows/logits.ts";

/** Rows of logits: the first chooses between going on and stopping, row `1 + c` the letter for question c. */
export type Policy = readonly Float64Array[];

/** Each question's right letter, then its look-alike. */
export const LOOK_ALIKES = [
  ["B", "8"],
  ["S", "5"],
  ["Z", "2"],
  ["K", "X"],
  ["O", "Q"],
  ["V", "Y"],
] as const;

export const LETTERS: readonly string[] = LOOK_ALIKES.flat();

/** In the first row: token 0 goes on, token 1 stops and leaves the answer empty. */
export const STOP = 1;

/** The last question's crop shows the look-alike: a teacher is not always right. */
const MISREAD = LOOK_ALIKES.length - 1;

export const rightLetter = (question: number): number => 2 * question;
const lookAlike = (question: number): number => 2 * question + 1;

function row(entries: readonly (readonly [token: number, logit: number])[], otherwise: number): Float64Array {
  const logits = new Float64Array(LETTERS.length).fill(otherwise);
  for (const [token, logit] of entries) logits[token] = logit;
  return logits;
}

const questions = LOOK_ALIKES.map((_, question) => question);

/** From the full image: undecided between two look-alikes, and rarely silent (3 %). */
export const INITIAL: Policy = [
  Float64Array.of(3.5, 0),
  ...questions.map((question) =>
    row(
      [
        [rightLetter(question), 2],
        [lookAlike(question), 2.2],
      ],
      -1,
    ),
  ),
];

/** A letter that is unlikely under the student and that the crop makes likelier. */
const bystander = (question: number): number => (rightLetter(question) + 2) % LETTERS.length;

/** What the crop adds to the logits of any policy. */
const LOOK: Policy = [
  Float64Array.of(0, 0.25),
  ...questions.map((question) =>
    row(
      [
        [question === MISREAD ? lookAlike(question) : rightLetter(question), 2.5],
        [bystander(question), 1.2],
      ],
      0,
    ),
  ),
];

/** The same weights with the crop before them. */
export function closer(policy: Policy): Policy {
  return policy.map((logits, r) => logits.map((logit, token) => logit + (LOOK[r]?.[token] as number)));
}

/** Log-probabilities of every row. */
export function logProbsOf(policy: Policy): Policy {
  return policy.map((logits) => logSoftmax(logits));
}

/** Probability of stopping at once. */
export function stopping(policy: Policy): number {
  return Math.exp(logSoftmax(policy[0] as Float64Array)[STOP] as number);
}

/** Probability of a right answer to a random question, each answer sampled at temperature 1. */
export function accuracy(policy: Policy): number {
  const logProbs = logProbsOf(policy).slice(1);
  const right = logProbs.map((letters, question) => Math.exp(letters[rightLetter(question)] as number));
  return ((1 - stopping(policy)) * right.reduce((sum, each) => sum + each, 0)) / right.length;
}
