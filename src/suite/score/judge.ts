/** The one judge: whether answers are right, on the page, from the command line and in what is recorded. */
import type { KnownAnswer } from "../../evidence/views/plan.ts";
import { isRight } from "./score.ts";

/** The right answer to one question, whoever asks it. */
export type RightAnswer = Omit<KnownAnswer, "question">;

/** Judges answers by the right one; null for each where nobody knows it. */
export function judgeBy(right: RightAnswer | null): (answer: string) => boolean | null {
  return (answer) => (right === null ? null : isRight(answer, right));
}
