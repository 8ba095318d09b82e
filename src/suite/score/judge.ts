/** The judge of answers, on the page, on the command line and in recorded sessions. */
import type { KnownAnswer } from "../../evidence/views/plan.ts";
import { isRight } from "./score.ts";

/** The right answer to one question. */
export type RightAnswer = Omit<KnownAnswer, "question">;

/** Judges answers by the right one; null for each where that is not known. */
export function judgeBy(right: RightAnswer | null): (answer: string) => boolean | null {
  return (answer) => (right === null ? null : isRight(answer, right));
}
