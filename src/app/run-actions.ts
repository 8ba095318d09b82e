/** Answering, replaying and weighing: what runs, in which order, and what of it is kept. */
import type { RunEvent } from "../engine/protocol.ts";
import { mergeReplays, unread } from "../evidence/merge.ts";
import { type Plan, showingOf } from "../evidence/plan.ts";
import type { Replay } from "../evidence/replay.ts";
import { GREEDY, type Rollout, type RolloutRequest } from "../evidence/rollout.ts";
import type { Contrast, Other } from "../evidence/showing.ts";
import { applicable } from "../gate/applicable.ts";
import { gateChoices } from "../gate/catalog.ts";
import { membersOf } from "../gate/member.ts";
import type { GateReading } from "../gate/reading.ts";
import {
  currentContrast,
  replayFits,
  shownExperiment,
  teacherAnswerIsCurrent,
  teacherShowing,
} from "../session/derived.ts";
import { answerText } from "../suite/answer.ts";
import { apply, complain, type Desk, set, takeOver } from "./desk.ts";
import { judgeOf } from "./known-answer.ts";
import type { StreamedTokens } from "./state.ts";

/** How many alternatives of each side are listed at every token. */
const RIVALS = 5;

/** Whether a run that was begun with that signal is still the one under way. */
const isCurrent = (desk: Desk, signal: AbortSignal) => signal === desk.current.signal;

/** Parts of the kept replays that still fit what is asked for now, one list an answer. */
function keptParts(desk: Desk, contrast: Contrast): readonly (readonly Replay[])[] {
  const { session } = desk.store.getState();
  return (shownExperiment(session)?.replays ?? []).map((replay) =>
    replay !== null && replayFits(replay, session, contrast.student) ? [replay] : [],
  );
}

/** Replays every answer of the shown experiment under `others` and keeps them beside what still fits. */
async function readAs(
  desk: Desk,
  signal: AbortSignal,
  who: "teacher" | "others",
  others: readonly Other[],
): Promise<boolean> {
  const { session } = desk.store.getState();
  const contrast = currentContrast(session);
  const experiment = shownExperiment(session);
  if (desk.client === null || contrast === null || experiment === null) return false;
  set(desk, { run: { kind: "replaying", stage: "replay", who } });
  const asked = {
    contrast: { ...contrast, others },
    divergence: session.settings.divergence,
    rivals: RIVALS,
  };
  const begun = performance.now();
  const outcome = await desk.client.compare({ rollouts: experiment.rollouts, ...asked }, signal, (event) => {
    if (event.kind === "progress" && isCurrent(desk, signal) && !signal.aborted)
      set(desk, { run: { kind: "replaying", stage: event.stage, who } });
  });
  if (!isCurrent(desk, signal)) return false;
  if (!outcome.ok) {
    complain(desk, outcome.fault);
    return false;
  }
  if (who === "teacher") desk.replayMs = performance.now() - begun;
  if (outcome.value.length !== experiment.rollouts.length) return false;
  const parts = keptParts(desk, contrast);
  const replays = outcome.value.map((replay, i) => mergeReplays([...(parts[i] ?? []), replay], contrast));
  apply(desk, { kind: "keepReplays", id: experiment.id, replays });
  return !signal.aborted;
}

/** The others that some answer was not yet read as, the teacher's side apart from the rest. */
function missing(desk: Desk): { readonly teacher: readonly Other[]; readonly others: readonly Other[] } {
  const contrast = currentContrast(desk.store.getState().session);
  if (contrast === null) return { teacher: [], others: [] };
  const lacking = new Set(keptParts(desk, contrast).flatMap((parts) => unread(parts, contrast)));
  const list = contrast.others.filter((other) => lacking.has(other));
  return {
    teacher: list.filter(({ role }) => role === "teacher"),
    others: list.filter(({ role }) => role !== "teacher"),
  };
}

/** Tokens of a group as they stream in, by sibling. */
function withToken(tokens: StreamedTokens, sibling: number, text: string): StreamedTokens {
  const grown = Array.from({ length: Math.max(tokens.length, sibling + 1) }, (_, i) => tokens[i] ?? []);
  return grown.map((each, i) => (i === sibling ? [...each, { text }] : each));
}

function onAnswerEvent(desk: Desk, signal: AbortSignal, event: RunEvent<readonly Rollout[]>): void {
  const { run } = desk.store.getState();
  if (signal.aborted || !isCurrent(desk, signal)) return;
  if (event.kind === "end" || (run.kind !== "answering" && run.kind !== "teaching")) return;
  if (event.kind === "progress")
    set(desk, { run: { ...run, stage: event.stage, done: event.done, total: event.total } });
  else set(desk, { run: { ...run, tokens: withToken(run.tokens, event.sibling, event.text) } });
}

const BEGUN = { stage: "encode", done: 0, total: 1, tokens: [] } as const;

/** The teacher's own greedy answer, where there is none under what it is shown now. */
async function teach(desk: Desk, signal: AbortSignal): Promise<boolean> {
  const { session } = desk.store.getState();
  const [showing, experiment] = [teacherShowing(session), shownExperiment(session)];
  if (showing === null || experiment === null || teacherAnswerIsCurrent(session)) return true;
  if (desk.client === null) return false;
  set(desk, { run: { kind: "teaching", ...BEGUN } });
  const request = { showing, sampler: GREEDY, maxTokens: session.settings.sampling.maxTokens };
  const outcome = await desk.client.rollout(request, signal, (event) => onAnswerEvent(desk, signal, event));
  if (!isCurrent(desk, signal)) return false;
  if (!outcome.ok) {
    complain(desk, outcome.fault);
    return false;
  }
  const [rollout] = outcome.value;
  if (rollout === undefined || signal.aborted) return false;
  apply(desk, { kind: "keepTeacherAnswer", id: experiment.id, rollout });
  return true;
}

/** Every gate whose sides were read, under the session's settings. */
async function weigh(desk: Desk, signal: AbortSignal): Promise<void> {
  const { session } = desk.store.getState();
  const experiment = shownExperiment(session);
  const replays = experiment?.replays.filter((each) => each !== null) ?? [];
  if (desk.client === null || experiment === null || replays.length !== experiment.rollouts.length) return;
  const group = membersOf(replays, experiment.verdicts);
  const readings: GateReading[] = [];
  for (const choice of applicable(gateChoices(session.settings.gates), group)) {
    const reading = await desk.client.weigh({ ...choice, group });
    if (!isCurrent(desk, signal)) return;
    // What one gate cannot weigh, another may.
    if (reading.ok) readings.push(reading.value);
    else complain(desk, reading.fault);
  }
  apply(desk, { kind: "keepGates", id: experiment.id, gates: readings });
}

/** Weighs the group on the screen again, as while a knob is turned; a run under way comes to it by itself. */
export async function weighAnew(desk: Desk): Promise<void> {
  if (desk.store.getState().run.kind === "idle") await weigh(desk, takeOver(desk));
}

/** What is missing of the numbers, one after the other; each stops the rest where it was stopped or failed. */
async function catchUp(desk: Desk, signal: AbortSignal): Promise<void> {
  const { teacher } = missing(desk);
  if (teacher.length > 0 && !(await readAs(desk, signal, "teacher", teacher))) return;
  if (!(await teach(desk, signal))) return;
  const { others } = missing(desk);
  if (others.length > 0 && !(await readAs(desk, signal, "others", others))) return;
  set(desk, { run: { kind: "weighing" } });
  await weigh(desk, signal);
}

/**
 * Brings the numbers up to what is set up now: replays that are missing, the teacher's first; then the teacher's own
 * answer, then the gates. What still holds is not made again.
 */
export async function replay(desk: Desk, signal: AbortSignal): Promise<void> {
  const experiment = shownExperiment(desk.store.getState().session);
  if (desk.client !== null && experiment !== null) await catchUp(desk, signal);
  if (isCurrent(desk, signal)) set(desk, { run: { kind: "idle" } });
}

/** Follows a box that is being dragged: the teacher's replay only, and only while replays are quick. */
export async function follow(desk: Desk): Promise<void> {
  if (desk.client === null || desk.replayMs > QUICK_MS) return;
  const signal = takeOver(desk);
  const { teacher } = missing(desk);
  if (teacher.length > 0) await readAs(desk, signal, "teacher", teacher);
  if (isCurrent(desk, signal)) set(desk, { run: { kind: "idle" } });
}

/** A replay that takes longer is made when the box is released. */
const QUICK_MS = 150;

/** What the student is asked, under which plan, and which token is looked at meanwhile. */
interface Question {
  readonly plan: Plan;
  readonly request: RolloutRequest;
  readonly selection: number | null;
}

/**
 * Lets the student say it, keeps it as an experiment, then lets the others read it. A stopped answer keeps the tokens it
 * had, if it came to say any, and they are read.
 */
export async function say(desk: Desk, { plan, request, selection }: Question): Promise<void> {
  if (desk.client === null) return;
  const signal = takeOver(desk);
  set(desk, { run: { kind: "answering", ...BEGUN }, sibling: 0, selection, fault: null });
  const outcome = await desk.client.rollout(request, signal, (event) => onAnswerEvent(desk, signal, event));
  if (!isCurrent(desk, signal)) return;
  set(desk, { run: { kind: "idle" } });
  if (!outcome.ok) return complain(desk, outcome.fault);
  const least = Math.max(1, request.forced?.length ?? 0);
  const rollouts = outcome.value.filter(({ ids }) => ids.length >= least);
  if (rollouts.length === 0) return;
  const judge = judgeOf(desk.store.getState(), plan);
  const verdicts = rollouts.map((each) => judge(answerText(each)));
  desk.store.getState().live.add(rollouts);
  apply(desk, { kind: "keepRollouts", plan, rollouts, verdicts });
  await replay(desk, signal.aborted ? takeOver(desk) : signal);
}

/** Lets the student answer what is set up. */
export async function answer(desk: Desk): Promise<void> {
  const { plan, settings } = desk.store.getState().session;
  if (plan === null) return;
  const { group, maxTokens, ...sampler } = settings.sampling;
  const request = { showing: showingOf(plan, plan.student), sampler, group, maxTokens };
  await say(desk, { plan, request, selection: null });
}
