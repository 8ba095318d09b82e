/** Everything derived from the state; nothing derived is stored. */
import { given } from "../evidence/column.ts";
import type { Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import { shownExperiment, teacherIndex } from "../session/derived.ts";
import type { AppState } from "./state.ts";

/** One token of the student's answer as the strip shows it. */
export interface StripToken {
  readonly index: number;
  readonly text: string;
  /** The divergence from the teacher in nats, or null while it is unknown under the current showings. */
  readonly divergence: number | null;
  /** The teacher's most likely token, where it differs. */
  readonly teacherInstead: string | null;
}

/** What the screen shows: one sibling's answer, and its replay. */
export interface Shown {
  readonly rollout: Rollout | null;
  readonly replay: Replay | null;
}

const NOTHING: Shown = { rollout: null, replay: null };

/** The answer of the sibling on the screen with its replay. */
export function shownOf({ session, sibling }: Pick<AppState, "session" | "sibling">): Shown {
  const experiment = shownExperiment(session);
  const rollout = experiment?.rollouts[sibling];
  return rollout === undefined ? NOTHING : { rollout, replay: experiment?.replays[sibling] ?? null };
}

export function shownRollout(state: AppState): Rollout | null {
  return shownOf(state).rollout;
}

export function shownReplay(state: AppState): Replay | null {
  return shownOf(state).replay;
}

/** The tokens to show: streaming ones while answering, otherwise the stored rollout with what is known of it. */
export function stripTokens(state: Pick<AppState, "run" | "session" | "sibling">): readonly StripToken[] {
  if (state.run.kind === "answering") {
    const streamed = state.run.tokens[state.sibling] ?? [];
    return streamed.map(({ text }, index) => ({ index, text, divergence: null, teacherInstead: null }));
  }
  const { rollout, replay } = shownOf(state);
  if (rollout === null) return [];
  const at = replay === null ? -1 : teacherIndex(replay);
  const teacher = replay?.sides[at + 1];
  const divergences = given(replay?.divergences[at]);
  return rollout.ids.map((id, index) => {
    const first = at < 0 ? undefined : teacher?.alternatives[index]?.[0];
    return {
      index,
      text: rollout.texts[index] ?? "",
      divergence: divergences[index] ?? null,
      teacherInstead: first !== undefined && first.token !== id ? first.text : null,
    };
  });
}

/** Whether the answers on the screen were given before this page was opened. */
export function isRecorded({ session, live, run }: AppState): boolean {
  const rollouts = shownExperiment(session)?.rollouts;
  return rollouts !== undefined && rollouts.length > 0 && run.kind !== "answering" && !live.has(rollouts);
}

/** Whether an answer can be requested now. */
export function canAnswer(state: AppState): boolean {
  return (
    state.engine.kind === "ready" &&
    state.model.kind === "ready" &&
    state.run.kind !== "answering" &&
    state.session.plan !== null &&
    state.session.plan.question.trim() !== ""
  );
}
