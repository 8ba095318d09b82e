/** What asking an item computed beyond its result: enough to show it as an experiment without asking again. */

import type { Replay } from "../../evidence/replay.ts";
import { answerText, type Rollout } from "../../evidence/rollout.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import type { ItemResult, ResultsHeader } from "../results/result.ts";

export interface ItemEvidence {
  /** Of the item. */
  readonly id: string;
  readonly plan: Plan;
  /** From the whole image. */
  readonly answer: Rollout;
  /** Of that answer under the close-up; null where it was not replayed. */
  readonly replay: Replay | null;
  /** From the close-up; null where it was not asked in words. */
  readonly closeUp: Rollout | null;
}

/** Whether it is what that result was made of: the same weights said the same words to the same question. */
export function isEvidenceOf(evidence: ItemEvidence, item: ItemResult, header: ResultsHeader): boolean {
  const { answer, plan, id } = evidence;
  return (
    id === item.id &&
    answer.card.weightsSha256 === header.card.weightsSha256 &&
    answerText(answer) === item.looks.global?.text &&
    plan.question.startsWith(item.question)
  );
}
