/** What a run regained of its first stage and closed of the gap, in sentences for the page and the command line. */

import type { Interval } from "../../math/statistics/bootstrap.ts";
import { firstStageOf } from "../recipe/first-stage.ts";
import { sharesOf } from "./figures.ts";
import type { Run } from "./run.ts";

export interface ShareWords {
  readonly lines: readonly string[];
  /** What the shares are of; null where the lines have none. */
  readonly explanation: string | null;
}

const whole = (share: number): string => (100 * share).toFixed(0).replace("-", "−").replace(/^−0$/, "0");

function shareText({ mean, low, high }: Interval): string {
  const range = Number.isFinite(high)
    ? `${whole(low)} to ${whole(high)}`
    : "too few questions for an interval";
  return `${whole(mean)} % (${range})`;
}

/** Why it is not known what the first stage answers; null where it is. */
function missing({ firstStage, end }: Run, first: string): string | null {
  if (firstStage === null)
    return end === null
      ? `${first} has not answered yet.`
      : `the document does not say what ${first} answers.`;
  return firstStage.answers === null
    ? `${first} could not be asked. ${firstStage.reason ?? ""}`.trim()
    : null;
}

function regainedWords(run: Run, first: string, regained: Interval | null): string {
  const { title } = run.header.model;
  const reason = missing(run, first);
  if (reason !== null) return `Share regained: not known, ${reason}`;
  return regained === null
    ? `${first} answers no more of the questions than ${title} did: there is nothing to regain.`
    : `Share regained: ${shareText(regained)} of what ${title} lost when it was made of ${first}.`;
}

const closedWords = (closed: Interval | null): string =>
  closed === null
    ? "There was no gap between the matched crop and the full image to close."
    : `Gap closed: ${shareText(closed)} of that between the matched crop and the full image.`;

const inOneLine = (line: string): ShareWords => ({ lines: [line], explanation: null });

/**
 * What is said after a second evaluation, and where a run ended before that; null before. The first stage is the one that the document
 * names, or else the list of bundled models. Only a rise of accuracy from the full image counts.
 */
export function shareWords(run: Run): ShareWords | null {
  const [before, ...later] = run.evaluations;
  const after = later.at(-1);
  if (before === undefined || after === undefined)
    return run.end === null
      ? null
      : inOneLine("The run ended before a second evaluation: what it regained is not known.");
  const shares = sharesOf(before, after, run.firstStage);
  if (shares === null) return inOneLine("Accuracy from the full image has not risen: nothing is regained.");
  const closed = closedWords(shares.closed);
  const first = run.firstStage?.title ?? firstStageOf(run.header.model.weights.id)?.title;
  if (first === undefined)
    return {
      lines: [closed],
      explanation:
        "The rise of accuracy from the full image since the first evaluation, as a share of how much higher accuracy from the matched crop was then. The interval holds 95 % over the questions.",
    };
  return {
    lines: [regainedWords(run, first, shares.regained), closed],
    explanation: `Both are the rise of accuracy from the full image since the first evaluation: as a share of how much higher that of ${first} is on the same questions, and as a share of how much higher accuracy from the matched crop was. Intervals hold 95 % over the questions.`,
  };
}
