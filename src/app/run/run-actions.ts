/** Answering, scoring and weighing on the page: what of an experiment's steps is shown and kept. */
import type { EngineEvent } from "../../engine/port.ts";
import type { Replay } from "../../evidence/replay.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import { type Plan, showingOf } from "../../evidence/views/plan.ts";
import { answer as answerStep, catchUp, scoreAsTeacher, weigh } from "../../experiment/experiment.ts";
import type { Known, Part, Setup, Step } from "../../experiment/step.ts";
import { gateChoices } from "../../gate/catalog.ts";
import {
  currentContrast,
  replayFits,
  shownExperiment,
  teacherAnswerIsCurrent,
} from "../../session/derived.ts";
import { apply, complain, type Desk, set, takeOver } from "../desk.ts";
import type { RunState, StreamedTokens } from "../state.ts";
import { judgeOf } from "./judge-of.ts";

/** Whether a run that was begun with that signal is still the one under way. */
const isCurrent = (desk: Desk, signal: AbortSignal) => signal === desk.current.signal;

/** Tokens of a group as they stream in, by sibling. */
function withToken(tokens: StreamedTokens, sibling: number, text: string): StreamedTokens {
  const grown = Array.from({ length: Math.max(tokens.length, sibling + 1) }, (_, i) => tokens[i] ?? []);
  return grown.map((each, i) => (i === sibling ? [...each, { text }] : each));
}

const BEGUN = { stage: "encode", done: 0, total: 1, tokens: [] } as const;

/** What the screen says of a part that begins. */
function begunState(part: Part): RunState {
  switch (part) {
    case "answer":
      return { kind: "answering", ...BEGUN };
    case "teach":
      return { kind: "teaching", ...BEGUN };
    case "scoreAsTeacher":
      return { kind: "replaying", stage: "replay", who: "teacher" };
    case "scoreAsOthers":
      return { kind: "replaying", stage: "replay", who: "others" };
    case "weigh":
      return { kind: "weighing" };
    default:
      return part satisfies never;
  }
}

/** What the screen says after an event of the part under way. */
function toldState(run: RunState, event: EngineEvent): RunState {
  if (run.kind === "replaying") return event.kind === "progress" ? { ...run, stage: event.stage } : run;
  if (run.kind !== "answering" && run.kind !== "teaching") return run;
  return event.kind === "progress"
    ? { ...run, stage: event.stage, done: event.done, total: event.total }
    : { ...run, tokens: withToken(run.tokens, event.sibling, event.text) };
}

/** Enters the steps of a run in the state as long as it is the one under way; `plan` is that of a new experiment. */
function stepsInto(desk: Desk, signal: AbortSignal, plan: Plan | null): (step: Step) => void {
  let begun = performance.now();
  const experiment = () => shownExperiment(desk.store.getState().session)?.id ?? "";
  return (step) => {
    if (!isCurrent(desk, signal)) return;
    switch (step.kind) {
      case "begun":
        begun = performance.now();
        return set(desk, { run: begunState(step.part) });
      case "told":
        if (!signal.aborted) set(desk, { run: toldState(desk.store.getState().run, step.event) });
        return;
      case "answered":
        if (plan === null) return;
        desk.store.getState().live.add(step.rollouts);
        return apply(desk, { ...step, kind: "keepRollouts", plan });
      case "scored":
        if (step.part === "scoreAsTeacher") desk.replayMs = performance.now() - begun;
        return apply(desk, { kind: "keepReplays", id: experiment(), replays: step.replays });
      case "taught":
        return apply(desk, { kind: "keepTeacherAnswer", id: experiment(), rollout: step.rollout });
      case "weighed":
        return apply(desk, { kind: "keepGates", id: experiment(), gates: step.gates });
      case "failed":
        return complain(desk, step.fault);
      default:
        return step satisfies never;
    }
  };
}

/** Under what the session would have answers scored now; null before an image is open. */
function setupOf(desk: Desk): Setup | null {
  const { session } = desk.store.getState();
  const contrast = currentContrast(session);
  if (contrast === null) return null;
  return {
    contrast,
    divergence: session.settings.divergence,
    maxTokens: session.settings.sampling.maxTokens,
    gates: () => gateChoices(desk.store.getState().session.settings.gates),
    verdicts: () => shownExperiment(desk.store.getState().session)?.verdicts ?? null,
  };
}

/** What of the shown experiment still holds under what is set up now; null before an answer. */
function knownOf(desk: Desk, { contrast }: Setup): Known | null {
  const { session } = desk.store.getState();
  const experiment = shownExperiment(session);
  if (experiment === null) return null;
  const fits = (replay: Replay | null) =>
    replay !== null && replayFits(replay, session, contrast.student) ? replay : null;
  return {
    rollouts: experiment.rollouts,
    verdicts: experiment.verdicts,
    replays: experiment.replays.map(fits),
    teacherAnswer: teacherAnswerIsCurrent(session) ? experiment.teacherAnswer : null,
  };
}

/** Runs a part of the protocol over the shown experiment. */
async function onShown(desk: Desk, signal: AbortSignal, part: typeof catchUp): Promise<void> {
  const setup = setupOf(desk);
  const known = setup === null ? null : knownOf(desk, setup);
  if (desk.client === null || setup === null || known === null) return;
  await part(desk.engines, setup, known, signal, stepsInto(desk, signal, null));
}

/** Weighs the group on the screen again, as while a knob is turned; a run under way comes to it by itself. */
export async function weighAnew(desk: Desk): Promise<void> {
  if (desk.store.getState().run.kind === "idle") await onShown(desk, takeOver(desk), weigh);
}

/**
 * Brings the numbers up to what is set up now: replays that are missing, the teacher's first; then the teacher's own
 * answer, then the gates. What still holds is not made again.
 */
export async function replay(desk: Desk, signal: AbortSignal): Promise<void> {
  await onShown(desk, signal, catchUp);
  if (isCurrent(desk, signal)) set(desk, { run: { kind: "idle" } });
}

/** Follows a box that is being dragged: the teacher's replay only, and only while replays are quick. */
export async function follow(desk: Desk): Promise<void> {
  if (desk.client === null || desk.replayMs > QUICK_MS) return;
  const signal = takeOver(desk);
  await onShown(desk, signal, scoreAsTeacher);
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
 * Lets the student answer, keeps it as an experiment, then lets the others score it. A stopped answer keeps the tokens it
 * had, if it came to say any, and they are scored.
 */
export async function say(desk: Desk, { plan, request, selection }: Question): Promise<void> {
  if (desk.client === null) return;
  const signal = takeOver(desk);
  set(desk, { sibling: 0, selection, fault: null });
  const judge = judgeOf(desk.store.getState(), plan);
  const known = await answerStep(desk.engines, request, judge, signal, stepsInto(desk, signal, plan));
  if (!isCurrent(desk, signal)) return;
  set(desk, { run: { kind: "idle" } });
  if (known !== null) await replay(desk, signal.aborted ? takeOver(desk) : signal);
}

/** Lets the student answer what is set up. */
export async function answer(desk: Desk): Promise<void> {
  const { plan, settings } = desk.store.getState().session;
  if (plan === null) return;
  const { group, maxTokens, ...sampler } = settings.sampling;
  const request = { showing: showingOf(plan, plan.student), sampler, group, maxTokens };
  await say(desk, { plan, request, selection: null });
}
