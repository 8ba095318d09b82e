/** Choices that are written into the question: one per line, or all in one line. */
import { LETTERS } from "../../score/letter.ts";

export interface WrittenChoices {
  readonly texts: readonly string[];
  /** Where each text stands in the question, from (inclusive) and to (exclusive). */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

interface Mark {
  readonly letter: string;
  /** Where the mark begins, and where the text after it begins. */
  readonly at: number;
  readonly end: number;
}

/** "(A)", "[A]", "A.", "A)", "A:", "A、" at the beginning of a line or a word, with something after it. */
const MARK =
  /(?<![\p{L}\p{N}])(?:[([（【]\s*([A-Za-z])\s*[)\]）】]|([A-Za-z])(?:[.)](?=\s)|[:：、．]))[^\S\n]*(?=[^\s])/gu;

/** An instruction after the last choice, which belongs to none. */
const INSTRUCTION =
  /[.\s]*\b(?:Answer with|Answer the question|Please (?:answer|select|choose|respond)|Select (?:the|one)|Choose (?:the|one)|Only answer)\b[\s\S]*$/i;

function marksOf(question: string, within: RegExp): readonly Mark[] {
  return [...question.matchAll(MARK)]
    .map((found) => ({
      letter: found[1] ?? found[2] ?? "",
      at: found.index,
      end: found.index + found[0].length,
    }))
    .filter(({ at }) => within.test(question.slice(0, at)));
}

/** The last marks that run from A without a gap, all in upper or all in lower case. */
function counted(marks: readonly Mark[], alphabet: readonly string[]): readonly Mark[] {
  let best: readonly Mark[] = [];
  let run: Mark[] = [];
  for (const mark of marks) {
    if (mark.letter === alphabet[0]) run = [mark];
    else if (run.length > 0 && mark.letter === alphabet[run.length]) run.push(mark);
    if (run.length >= 2) best = [...run];
  }
  return best;
}

function textsBehind(question: string, marks: readonly Mark[]): WrittenChoices {
  const spans = marks.map(({ end }, index): readonly [number, number] => {
    const next = marks[index + 1]?.at ?? question.length;
    const [line = ""] = question.slice(end, next).split("\n");
    const text = line.replace(INSTRUCTION, "").replace(/[\s,;]*(?:[,;]\s*or)?\s*$/, "");
    return [end, end + text.length];
  });
  return { spans, texts: spans.map(([from, to]) => question.slice(from, to)) };
}

const LINE_BEGIN = /(?:^|\n)[^\S\n]*$/;
const ANYWHERE = /^/;
const NONE: WrittenChoices = { texts: [], spans: [] };

/**
 * The choices that a question lists from A without a gap: one per line, "A. red" or "(A) red", else all in one line,
 * "(A) red (B) blue". None where there are fewer than two, since one letter may be anything.
 */
export function choicesInQuestion(question: string): WrittenChoices {
  const lower = LETTERS.map((letter) => letter.toLowerCase());
  for (const within of [LINE_BEGIN, ANYWHERE]) {
    const marks = marksOf(question, within);
    for (const alphabet of [LETTERS, lower]) {
      const run = counted(marks, alphabet);
      const written = textsBehind(question, run);
      if (run.length >= 2 && written.texts.every((text) => text !== "")) return written;
    }
  }
  return NONE;
}

/** Whether a question seems to list choices, read or not: two marks of neighbouring letters, or the word "options". */
export function seemsToListChoices(question: string): boolean {
  const letters = [...question.matchAll(MARK)].map((found) => (found[1] ?? found[2] ?? "").toUpperCase());
  const neighbours = letters.some((letter) => letters.includes(LETTERS[LETTERS.indexOf(letter) + 1] ?? "-"));
  return neighbours || /(?:^|\n)\s*(?:options|choices)\s*[:：]/i.test(question);
}

/** The same question with other texts in the places of its choices. */
export function rewritten(question: string, { spans }: WrittenChoices, texts: readonly string[]): string {
  let written = "";
  let from = 0;
  spans.forEach(([start, end], index) => {
    written += question.slice(from, start) + (texts[index] ?? "");
    from = end;
  });
  return written + question.slice(from);
}
