/**
 * Shuffles an entry's choices, where one letter is right too often. What a choice says about other choices stays true: one
 * that names letters or positions keeps its own, and so do those that it names.
 */
import { seeded } from "../base/random.ts";
import type { Correct } from "./open/choices/answer-key.ts";
import { choicesInQuestion, rewritten } from "./open/choices/choices-in-question.ts";
import type { SuiteEntry } from "./open/entry.ts";
import { LETTERS } from "./score/letter.ts";

const ONE = String.raw`\(?[A-Z]\)?`;
const AND = String.raw`\s*(?:,|,?\s*\b(?:and|or|nor)\b|&|\/|和|或)\s*`;
/** "both A and B", "A, B and C", "neither (A) nor (B)", "A和B". */
const JOINED = new RegExp(
  String.raw`^\W*(?:both|either|neither|only|all of|none of|just)?\s*(?:(?:options?|choices?|answers?)\s+)?${ONE}(?:${AND}${ONE})+(?![\p{L}])`,
  "iu",
);
/** "only A", "B only", "option C". */
const SINGLE = new RegExp(
  String.raw`^(?:only\s+${ONE}|${ONE}\s+only)\W*$|\b(?:option|choice|answer)\s+${ONE}(?![\p{L}])`,
  "u",
);
const ABOVE =
  /\b(?:the|of)\s+(?:above|below|foregoing|preceding|previous|following)(?:\s+(?:options?|choices?|answers?|ones?))?(?:\s+(?:is|are)(?:\s+\w+)?)?\W*$|以上|以下|上述/iu;
const OTHERS =
  /\b(?:all|none|any|both|neither|either|some|one|more than one)\s+of\s+(?:these|those|them|the\s+(?:options|choices|answers|others))\b|^\W*(?:none|all|both|neither|other|others|all of them)\W*$/iu;
/** Numbers of choices: which ones are meant is unclear, so the whole item keeps its order. */
const NUMBERED =
  /\b(?:options?|choices?|answers?)\s*(?:#|no\.?)?\s*\d|\b(?:first|last|previous)\s+(?:two|three|option|choice|answer)s?\b|\b(?:first|second|third)\s+and\s+(?:the\s+)?(?:second|third|fourth)\b/iu;

/** Letters that a choice names as choices; none where it names none. */
function lettersNamed(choice: string): readonly number[] {
  if (!JOINED.test(choice) && !SINGLE.test(choice)) return [];
  return [...choice.matchAll(/(?<![\p{L}\p{N}])[A-Z](?![\p{L}\p{N}])/gu)].map(([letter]) =>
    LETTERS.indexOf(letter),
  );
}

/** Runs of positions that may be exchanged with one another. */
function freePlaces(choices: readonly string[]): readonly (readonly number[])[] {
  if (choices.some((choice) => NUMBERED.test(choice))) return [];
  const kept = new Set<number>();
  choices.forEach((choice, index) => {
    const named = lettersNamed(choice);
    if (named.length > 0 || ABOVE.test(choice) || OTHERS.test(choice)) kept.add(index);
    for (const each of named) kept.add(each);
  });
  const runs: number[][] = [[]];
  choices.forEach((choice, index) => {
    if (ABOVE.test(choice)) runs.push([]);
    if (!kept.has(index)) runs.at(-1)?.push(index);
  });
  return runs;
}

/** FNV-1a, so that an item's order depends on its id and the seed alone, whatever else is asked. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** The index of the original choice at each position. */
export function shuffledOrder(id: string, choices: readonly string[], seed: number): readonly number[] {
  const random = seeded((hashOf(id) ^ seed) >>> 0);
  const order = choices.map((_, index) => index);
  for (const run of freePlaces(choices)) {
    const permuted = [...run];
    for (let left = permuted.length - 1; left > 0; left--) {
      const other = random.below(left + 1);
      [permuted[left], permuted[other]] = [permuted[other] as number, permuted[left] as number];
    }
    run.forEach((place, index) => {
      order[place] = permuted[index] as number;
    });
  }
  return order;
}

function movedKey(correct: Correct, order: readonly number[]): Correct {
  return correct.map((set) => set.map((index) => order.indexOf(index)).sort((a, b) => a - b));
}

/** The entry with its choices in the order of a seed; itself where that is null or there is nothing to exchange. */
export function arranged(entry: SuiteEntry, seed: number | null): SuiteEntry {
  if (seed === null || entry.choices.length === 0) return entry;
  const order = shuffledOrder(entry.id, entry.choices, seed);
  const choices = order.map((index) => entry.choices[index] ?? "");
  const question = entry.choicesInQuestion
    ? rewritten(entry.question, choicesInQuestion(entry.question), choices)
    : entry.question;
  return { ...entry, question, choices, correct: movedKey(entry.correct, order) };
}
