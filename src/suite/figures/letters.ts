/** How accurate a constant answer (always the same letter) is, and whether a suite favours one. */

import type { Correct } from "../open/choices/answer-key.ts";
import { LETTERS } from "../score/letter.ts";

/** An item of an opened suite, or a result with its choices. */
interface Keyed {
  readonly choices?: readonly string[];
  readonly correct?: Correct;
}

export interface ConstantAnswer {
  readonly letter: string;
  /** Share of the items with choices of which that letter alone is a right answer, from 0 to 1. */
  readonly accuracy: number;
}

const offering = (items: readonly Keyed[]): readonly Required<Keyed>[] =>
  items.flatMap(({ choices = [], correct = [] }) => (choices.length > 0 ? [{ choices, correct }] : []));

const isRight = ({ correct }: Required<Keyed>, index: number): boolean =>
  correct.some((set) => set.length === 1 && set[0] === index);

/** The accuracy of each constant answer "A", "B" … over the items with choices; empty where none has any. */
export function constantAnswers(items: readonly Keyed[]): readonly ConstantAnswer[] {
  const offered = offering(items);
  const most = Math.max(0, ...offered.map(({ choices }) => choices.length));
  return LETTERS.slice(0, most).map((letter, index) => ({
    letter,
    accuracy: offered.filter((item) => isRight(item, index)).length / offered.length,
  }));
}

export interface LetterBias extends ConstantAnswer {
  /** The share that the letter would have if each choice were right equally often. */
  readonly expected: number;
  readonly items: number;
}

/** With fewer items, a letter may be right often by chance alone. */
const FEWEST = 3;
const TOO_OFTEN = 0.6;
const TIMES = 3;

/** The letter that is right in more than 60 % of the items, or at least three times as often as its share; null for none. */
export function letterBias(items: readonly Keyed[]): LetterBias | null {
  const offered = offering(items);
  const biased = constantAnswers(items).flatMap(({ letter, accuracy }, index): readonly LetterBias[] => {
    const shares = offered.map(({ choices }) => (index < choices.length ? 1 / choices.length : 0));
    const expected = shares.reduce((sum, share) => sum + share, 0) / offered.length;
    const enough = Math.round(accuracy * offered.length) >= FEWEST;
    const often = accuracy > TOO_OFTEN || accuracy >= TIMES * expected;
    return enough && often ? [{ letter, accuracy, expected, items: offered.length }] : [];
  });
  return biased.toSorted((one, other) => other.accuracy - one.accuracy)[0] ?? null;
}
