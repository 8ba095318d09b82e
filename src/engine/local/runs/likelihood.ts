/** The likelihood of whole answers under a showing: one teacher-forced pass each. */
import type { Nats } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { LikelihoodRequest } from "../../../evidence/rollout.ts";
import type { OnEngineEvent } from "../../port.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";
import { feedGiven } from "./given-tokens.ts";

/** The sum of an answer's log-probabilities at temperature 1, its stop token included, in nats; null where it was stopped. */
async function answerLogProb(
  loaded: LoadedModel,
  { showing }: LikelihoodRequest,
  answer: string,
  turn: Turn,
  onStage: (stage: "encode" | "prefill") => void,
): Promise<Outcome<Nats | null>> {
  const ids = loaded.model.answerIds(answer);
  if (!ids.ok) return ids;
  const prefix = await loaded.promptCache.prefix(showing, turn, onStage);
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  using borrowed = prefix.value;
  const given = await feedGiven(loaded, borrowed, ids.value, turn);
  if (!given.ok || given.value === null) return given as Outcome<null>;
  given.value.sequence[Symbol.dispose]();
  given.value.rows[Symbol.dispose]();
  return success(given.value.logProbs.reduce((sum, nats) => sum + nats, 0) as Nats);
}

/** One log-probability per answer, in order; null if it was cancelled. */
export async function runLikelihood(
  loaded: LoadedModel,
  request: LikelihoodRequest,
  turn: Turn,
  onEvent: OnEngineEvent,
): Promise<Outcome<readonly Nats[] | null>> {
  const found: Nats[] = [];
  for (const [done, answer] of request.answers.entries()) {
    if (!(await turn.next())) return success(null);
    onEvent({ kind: "progress", stage: "replay", done, total: request.answers.length });
    const one = await answerLogProb(loaded, request, answer, turn, (stage) =>
      onEvent({ kind: "progress", stage, done: 0, total: 1 }),
    );
    if (!one.ok || one.value === null) return one as Outcome<null>;
    found.push(one.value);
  }
  return success(found);
}
