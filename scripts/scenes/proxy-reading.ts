/** How printed lines were read: exact lines, character error rate, and whether a model's probability tells right from wrong. */

import { distance } from "fastest-levenshtein";
import { binomialInterval } from "../../src/math/statistics/binomial.ts";
import { clusteredMeanInterval, type Interval } from "../../src/math/statistics/bootstrap.ts";

/** A line, what was read in its place (null where no line was said), and the mean log-probability of the answer's tokens in nats. */
export interface ReadLine {
  readonly text: string;
  readonly read: string | null;
  readonly meanLogProbability: number;
}

/** What was read, of lines of some lengths; shares with 95 % intervals over lines. */
export interface ReadingRow {
  readonly lengths: string;
  readonly lines: number;
  /** Whole lines that are right but for upper and lower case (Wilson). */
  readonly exact: Interval | null;
  /** Edits to the read lines over the characters of the true ones, whatever their case (bootstrap). */
  readonly errorRate: Interval | null;
}

/** The line within a sentence of the models, `The line says "TEXT".`; null where the sentence is another one. */
export function lineWithin(sentence: string): string | null {
  return /^The line says "(.*)"\.?$/su.exec(sentence.trim())?.[1] ?? null;
}

const folded = (text: string): string => text.toLowerCase();
const isExact = ({ text, read }: ReadLine): boolean => read !== null && folded(read) === folded(text);
const edits = ({ text, read }: ReadLine): number => distance(folded(text), folded(read ?? ""));

function rowOf(lengths: string, lines: readonly ReadLine[]): ReadingRow {
  const characters = lines.flatMap((line, i) =>
    [...line.text].map(() => ({ line: String(i), share: edits(line) / line.text.length })),
  );
  return {
    lengths,
    lines: lines.length,
    exact: binomialInterval(lines.filter(isExact).length, lines.length),
    errorRate: clusteredMeanInterval(
      characters.map(({ share }) => share),
      characters.map(({ line }) => line),
    ),
  };
}

/** Rows for lines of 1 to 8 characters, 1 to 16, and 1 to 45. */
export function readingRows(lines: readonly ReadLine[]): readonly ReadingRow[] {
  return [8, 16, 45].map((most) =>
    rowOf(
      `1 to ${most}`,
      lines.filter(({ text }) => text.length <= most),
    ),
  );
}

/**
 * How often a right line has a larger mean log-probability than a wrong one, ties counting half (area under the ROC curve: Hanley and
 * McNeil 1982); null where there is none of either.
 */
export function rightAboveWrong(lines: readonly ReadLine[]): number | null {
  const right = lines.filter(isExact);
  const wrong = lines.filter((line) => !isExact(line));
  if (right.length === 0 || wrong.length === 0) return null;
  let above = 0;
  for (const one of right)
    for (const other of wrong) {
      above += (Math.sign(one.meanLogProbability - other.meanLogProbability) + 1) / 2;
    }
  return above / (right.length * wrong.length);
}
