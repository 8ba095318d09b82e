/** Which answers are shown side by side: those that stream in, otherwise the stored ones. */
import type { AppState } from "../../app/state.ts";
import type { Nats } from "../../base/ids.ts";
import { answerText, type Rollout } from "../../evidence/rollout.ts";
import { shownExperiment, teacherAnswerIsCurrent } from "../../session/derived.ts";
import type { SideAnswer } from "./Answer.tsx";

export interface AnswerView {
  readonly answer: SideAnswer | null;
  readonly streams: boolean;
  /** Text shown while there is none. */
  readonly wait: string;
  /** Whether it was given under earlier settings. */
  readonly outdated: boolean;
}

/** The part of the state that determines the answers. */
type Needed = Pick<AppState, "run" | "session" | "sibling" | "gallery" | "judgeOf">;

const streamed = (tokens: readonly { readonly text: string }[]): SideAnswer => ({
  texts: tokens.map(({ text }) => text),
  logProbs: null,
  right: null,
});

const kept = ({ texts, logProbs }: Rollout, right: boolean | null): SideAnswer => ({
  texts,
  logProbs,
  right,
});

/** The student's answer of the sibling on the screen. */
export function studentAnswer({ run, session, sibling }: Needed, outdated: boolean): AnswerView {
  if (run.kind === "answering") {
    const answer = streamed(run.tokens[sibling] ?? []);
    return { answer, streams: true, wait: "", outdated: false };
  }
  const experiment = shownExperiment(session);
  const rollout = experiment?.rollouts[sibling];
  const answer = rollout === undefined ? null : kept(rollout, experiment?.verdicts[sibling] ?? null);
  return { answer, streams: false, wait: "No answer yet", outdated };
}

function teachersWait({ run }: Needed, asked: boolean): string {
  if (run.kind === "answering" || run.kind === "replaying") return "Waiting for its turn";
  return asked ? "No answer of its own" : "No answer yet";
}

/** The teacher's own answer, judged as the student's is. */
export function teacherAnswer(state: Needed): AnswerView {
  const { run, session } = state;
  if (run.kind === "teaching")
    return { answer: streamed(run.tokens[0] ?? []), streams: true, wait: "", outdated: false };
  const experiment = run.kind === "answering" ? null : shownExperiment(session);
  const rollout = experiment?.teacherAnswer ?? null;
  const wait = teachersWait(state, experiment !== null);
  if (experiment === null || rollout === null) return { answer: null, streams: false, wait, outdated: false };
  const right = state.judgeOf?.(state, experiment.plan)(answerText(rollout)) ?? null;
  return { answer: kept(rollout, right), streams: false, wait, outdated: !teacherAnswerIsCurrent(session) };
}

/** The log-probability of the student’s whole answer under the teacher; null before it has been scored. */
export function taughtLogProb({ session, sibling }: Pick<AppState, "session" | "sibling">): Nats | null {
  const replay = shownExperiment(session)?.replays[sibling] ?? null;
  const side = replay?.sides.find(({ role }) => role === "teacher");
  return side === undefined ? null : (side.logProb.reduce((sum: number, nats) => sum + nats, 0) as Nats);
}
