/** What asking an item computed beyond its result: enough to show it as an experiment without asking again. */

import type { Replay } from "../../evidence/replay.ts";
import { answerText, type Rollout } from "../../evidence/rollout.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import type { ItemResult, ResultsHeader } from "../results/result.ts";

export interface ItemEvidence {
  /** The item's id. */
  readonly id: string;
  readonly plan: Plan;
  /** The answer from the full image. */
  readonly answer: Rollout;
  /** The replay of that answer under the evidence crop; null where it was not replayed. */
  readonly replay: Replay | null;
  /** The answer from the evidence crop; null where none was generated. The name is kept in the browser's store. */
  readonly closeUp: Rollout | null;
}

/** Whether the evidence belongs to that result: the same weights gave the same answer to the same question. */
export function isEvidenceOf(evidence: ItemEvidence, item: ItemResult, header: ResultsHeader): boolean {
  const { answer, plan, id } = evidence;
  return (
    id === item.id &&
    answer.card.weightsSha256 === header.card.weightsSha256 &&
    answerText(answer) === item.looks.global?.text &&
    plan.question.startsWith(item.question)
  );
}
