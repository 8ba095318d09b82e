/** In one line, how a suite was interpreted: above its items on the page, and on the command line. */

import { interpretationWords, KNOWN_INTERPRETATION } from "./boxes/box-interpretation.ts";
import { keyInterpretationWords } from "./choices/answer-key.ts";
import type { SuiteEntry } from "./entry.ts";
import type { OpenedSuite } from "./open-suite.ts";

const counted = (number: number, thing: string): string =>
  `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;

/** "4 choices each", "2 to 5 choices", "4 choices in 12 of them"; nothing where all questions are open. */
function choiceWords(entries: readonly SuiteEntry[]): string | null {
  const counts = entries.map(({ choices }) => choices.length).filter((each) => each > 0);
  if (counts.length === 0) return null;
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const number = least === most ? `${most} choices` : `${least} to ${most} choices`;
  if (counts.length < entries.length) return `${number} in ${counts.length.toLocaleString("en")} of them`;
  return least === most ? `${number} each` : number;
}

function boxWords(entries: readonly SuiteEntry[], opened: OpenedSuite | null): string {
  const boxed = entries.filter(({ region }) => region.kind === "box").length;
  const crops = entries.filter(({ region }) => region.kind === "crop").length;
  if (boxed === 0) return crops === 0 ? "no boxes" : counted(crops, "evidence crop");
  return `boxes ${interpretationWords(opened?.boxInterpretation ?? KNOWN_INTERPRETATION)}`;
}

/**
 * "600 questions, 4 choices each, key is a letter, boxes left, top, right, bottom in pixels, 3 rows left out". `opened`
 * is null for the bundled suite, in which nothing had to be inferred.
 */
export function understoodLine(
  entries: readonly SuiteEntry[],
  leftOut: number,
  opened: OpenedSuite | null,
): string {
  const key = opened?.keyInterpretation ?? null;
  const parts = [
    counted(entries.length, "question"),
    choiceWords(entries),
    key === null ? null : `key is ${keyInterpretationWords(key)}`,
    boxWords(entries, opened),
    leftOut === 0 ? null : `${counted(leftOut, "row")} left out`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}
