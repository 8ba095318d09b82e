/** A model answers, and its answers are judged. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine, OnEngineEvent } from "../engine/port.ts";
import { answerText, type Rollout, type RolloutRequest } from "../evidence/rollout.ts";
import type { Judge } from "./step.ts";

/** Answers with their verdicts, in order. */
export interface Answered {
  readonly rollouts: readonly Rollout[];
  readonly verdicts: readonly (boolean | null)[];
}

/** Asks and judges. Stopped answers are there with the tokens that they had. */
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

/** The same where a part of an answer is none: null where it was stopped on the way. */
export async function askWhole(
  engine: Pick<Engine, "rollout">,
  request: RolloutRequest,
  judge: Judge,
  signal: AbortSignal,
): Promise<Outcome<Answered | null>> {
  const answered = await ask(engine, request, judge, signal, () => undefined);
  if (!answered.ok) return answered;
  // A model that gives way to another stops what runs on it.
  const cut = answered.value.rollouts.some(({ end }) => end === "cancelled");
  return success(signal.aborted || cut ? null : answered.value);
}
