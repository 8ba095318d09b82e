/** The likelihood of whole answers under a showing: one teacher-forced pass each. */
import type { Nats } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { LikelihoodRequest } from "../../../evidence/rollout.ts";
import type { OnEngineEvent } from "../../port.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { nextTurn } from "../queue/turn.ts";
import { feedGiven } from "./given-tokens.ts";

/** The sum of an answer's log-probabilities at temperature 1, its stop token included, in nats. */
async function answerLogProb(
  loaded: LoadedModel,
  { showing }: LikelihoodRequest,
  answer: string,
  onStage: (stage: "encode" | "prefill") => void,
): Promise<Outcome<Nats>> {
  const ids = loaded.model.answerIds(answer);
  if (!ids.ok) return ids;
  const prefix = await loaded.promptCache.prefix(showing, onStage);
  if (!prefix.ok) return prefix;
  using borrowed = prefix.value;
  const given = await feedGiven(loaded, borrowed, ids.value);
  if (!given.ok) return given;
  given.value.sequence[Symbol.dispose]();
  given.value.rows[Symbol.dispose]();
  return success(given.value.logProbs.reduce((sum, nats) => sum + nats, 0) as Nats);
}

/** One log-probability per answer, in order; null if it was cancelled. */
export async function runLikelihood(
  loaded: LoadedModel,
  request: LikelihoodRequest,
  signal: AbortSignal,
  onEvent: OnEngineEvent,
): Promise<Outcome<readonly Nats[] | null>> {
  const found: Nats[] = [];
  for (const [done, answer] of request.answers.entries()) {
    await nextTurn();
    if (signal.aborted) return success(null);
    onEvent({ kind: "progress", stage: "replay", done, total: request.answers.length });
    const one = await answerLogProb(loaded, request, answer, (stage) =>
      onEvent({ kind: "progress", stage, done: 0, total: 1 }),
    );
    if (!one.ok) return one;
    found.push(one.value);
  }
  return success(found);
}
