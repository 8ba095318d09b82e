/** Generates answers and judges them. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine, OnEngineEvent } from "../engine/port.ts";
import { answerText, type Rollout, type RolloutRequest } from "../evidence/rollout.ts";
import type { Judge } from "./step.ts";

/** Answers with their verdicts, in order. */
export interface Answered {
  readonly rollouts: readonly Rollout[];
  readonly verdicts: readonly (boolean | null)[];
}

/** Generates answers and judges them. Stopped answers are included with their tokens so far. */
export async function ask(
  engine: Pick<Engine, "rollout">,
  request: RolloutRequest,
  judge: Judge,
  signal: AbortSignal,
  onEvent: OnEngineEvent,
): Promise<Outcome<Answered>> {
  const answered = await engine.rollout(request, signal, onEvent);
  if (!answered.ok) return answered;
  const rollouts = answered.value;
  return success({ rollouts, verdicts: rollouts.map((rollout) => judge(answerText(rollout))) });
}

/** The same, but null if an answer was stopped before its end. */
export async function askWhole(
  engine: Pick<Engine, "rollout">,
  request: RolloutRequest,
  judge: Judge,
  signal: AbortSignal,
): Promise<Outcome<Answered | null>> {
  const answered = await ask(engine, request, judge, signal, () => undefined);
  if (!answered.ok) return answered;
  // Replacing a model stops the runs on it.
  const stopped = answered.value.rollouts.some(({ end }) => end === "cancelled");
  return success(signal.aborted || stopped ? null : answered.value);
}
