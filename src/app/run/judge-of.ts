/** Judges answers to a plan's question. In a file of its own, since the scorer is not needed for the first paint. */
import type { Plan } from "../../evidence/views/plan.ts";
import type { Judge } from "../../experiment/step.ts";
import { judgeBy } from "../../suite/score/judge.ts";
import { type Known, rightAnswerTo } from "./known-answer.ts";

/** Judges answers to a plan's question; null for each where the right answer is unknown. */
export function judgeOf(state: Known, plan: Plan): Judge {
  return judgeBy(rightAnswerTo(state, plan));
}
