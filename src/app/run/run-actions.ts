/** Answering, scoring and computing weights on the page: which steps of an experiment are shown and stored. */
import type { Fault } from "../../base/outcome.ts";
import type { EngineEvent } from "../../engine/port.ts";
import type { Replay } from "../../evidence/replay.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import { type Plan, showingOf } from "../../evidence/views/plan.ts";
import {
  answer as answerStep,
  catchUp,
  computeWeights,
  scoreAsTeacher,
} from "../../experiment/experiment.ts";
import type { ExperimentStep, Known, Phase, Setup } from "../../experiment/step.ts";
import { gateChoices } from "../../gate/catalog.ts";
import {
  currentContrast,
  replayFits,
  shownExperiment,
  teacherAnswerIsCurrent,
} from "../../session/derived.ts";
import { type Job, playgroundJob } from "../jobs/jobs.ts";
import { type AppServices, apply, complain, set } from "../services.ts";
import type { RunState, StreamedTokens } from "../state.ts";
import { judgeOf } from "./judge-of.ts";
import { switchOffSums } from "./lost-formulas.ts";

/** Tokens of a group as they stream in, by sibling. */
function withToken(tokens: StreamedTokens, sibling: number, text: string): StreamedTokens {
  const grown = Array.from({ length: Math.max(tokens.length, sibling + 1) }, (_, i) => tokens[i] ?? []);
  return grown.map((each, i) => (i === sibling ? [...each, { text }] : each));
}

const BEGUN = { stage: "encode", done: 0, total: 1, tokens: [] } as const;

/** The state shown when a part starts. */
function begunState(phase: Phase): RunState {
  switch (phase) {
    case "answer":
      return { kind: "answering", ...BEGUN };
    case "teacherAnswer":
      return { kind: "teaching", ...BEGUN };
    case "scoreAsTeacher":
      return { kind: "replaying", stage: "replay", who: "teacher" };
    case "scoreAsOthers":
      return { kind: "replaying", stage: "replay", who: "others" };
    case "computeWeights":
      return { kind: "weighing" };
    default:
      return phase satisfies never;
  }
}

/** The state shown after an event of the current part. */
function toldState(run: RunState, event: EngineEvent): RunState {
  if (run.kind === "replaying") return event.kind === "progress" ? { ...run, stage: event.stage } : run;
  if (run.kind !== "answering" && run.kind !== "teaching") return run;
  return event.kind === "progress"
    ? { ...run, stage: event.stage, done: event.done, total: event.total }
    : { ...run, tokens: withToken(run.tokens, event.sibling, event.text) };
}

/** A formula may be what the device was lost over. */
function fail(services: AppServices, fault: Fault): void {
  if (fault.kind === "deviceLost") void switchOffSums(services);
  complain(services, fault);
}

/** Enters the steps of a run in the state while it is the current one; `plan` is that of a new experiment. */
function stepsInto(services: AppServices, job: Job, plan: Plan | null): (step: ExperimentStep) => void {
  let begun = performance.now();
  const experiment = () => shownExperiment(services.store.getState().session)?.id ?? "";
  return (step) => {
    if (!job.isCurrent()) return;
    switch (step.kind) {
      case "begun":
        begun = performance.now();
        return set(services, { run: begunState(step.phase) });
      case "event":
        if (!job.signal.aborted) set(services, { run: toldState(services.store.getState().run, step.event) });
        return;
      case "answered":
        if (plan === null) return;
        services.store.getState().live.add(step.rollouts);
        return apply(services, { ...step, kind: "keepRollouts", plan });
      case "leftOut": {
        const { answers, fault } = step;
        apply(services, { kind: "leaveOut", id: experiment(), answers, why: fault.message });
        const { session, live } = services.store.getState();
        live.add(shownExperiment(session)?.rollouts ?? []);
        return set(services, { sibling: 0, fault });
      }
      case "scored":
        if (step.phase === "scoreAsTeacher") services.replayMs = performance.now() - begun;
        return apply(services, { kind: "keepReplays", id: experiment(), replays: step.replays });
      case "teacherAnswered":
        return apply(services, { kind: "keepTeacherAnswer", id: experiment(), rollout: step.rollout });
      case "weightsComputed":
        return apply(services, { kind: "keepGates", id: experiment(), gates: step.gates });
      case "failed":
        return fail(services, step.fault);
      default:
        return step satisfies never;
    }
  };
}

/** How the session would have answers scored now; null before an image is open. */
function setupOf(services: AppServices): Setup | null {
  const { session, formulaSums } = services.store.getState();
  const contrast = currentContrast(session);
  if (contrast === null) return null;
  return {
    contrast,
    divergence: session.settings.divergence,
    sums: formulaSums,
    ...(session.plan === null ? {} : { evidence: session.plan.box }),
    maxTokens: session.settings.sampling.maxTokens,
    gates: () => gateChoices(services.store.getState().session.settings.gates),
    verdicts: () => shownExperiment(services.store.getState().session)?.verdicts ?? null,
  };
}

/** Whether every side was compared with all that is measured on demand. */
const hasSums = (replay: Replay, texts: readonly string[]): boolean =>
  replay.contrast.others.every((_, at) => texts.every((text) => replay.sums?.[at]?.[text] !== undefined));

/** What of the shown experiment is still valid under the current settings; null before an answer. */
function knownOf(services: AppServices, { contrast, sums = [] }: Setup): Known | null {
  const { session } = services.store.getState();
  const experiment = shownExperiment(session);
  if (experiment === null) return null;
  const fits = (replay: Replay | null) =>
    replay !== null && replayFits(replay, session, contrast.student) && hasSums(replay, sums) ? replay : null;
  return {
    rollouts: experiment.rollouts,
    verdicts: experiment.verdicts,
    replays: experiment.replays.map(fits),
    teacherAnswer: teacherAnswerIsCurrent(session) ? experiment.teacherAnswer : null,
  };
}

/** Runs a phase of the protocol over the shown experiment. */
async function onShown(services: AppServices, job: Job, phase: typeof catchUp): Promise<void> {
  const setup = setupOf(services);
  const known = setup === null ? null : knownOf(services, setup);
  if (services.client === null || setup === null || known === null) return;
  await phase(services.engines, setup, known, job.signal, stepsInto(services, job, null));
}

/** Computes the weights of the group on the screen again, as while a setting changes; a running experiment does so itself. */
export async function recomputeWeights(services: AppServices): Promise<void> {
  if (services.store.getState().run.kind !== "idle") return;
  await services.jobs.run(playgroundJob("Weighing"), (job) => onShown(services, job, computeWeights));
}

/** Runs a phase of the protocol over the shown experiment; then nothing runs on the screen. */
async function untilIdle(services: AppServices, job: Job, phase: typeof catchUp): Promise<void> {
  await onShown(services, job, phase);
  if (job.isCurrent()) set(services, { run: { kind: "idle" } });
}

/**
 * Brings the numbers up to date with the settings: missing replays, the teacher's first; then the teacher's own answer, then
 * the gates. What is still valid is not computed again.
 */
export async function replay(services: AppServices): Promise<void> {
  await services.jobs.run(playgroundJob("Scoring"), (job) => untilIdle(services, job, catchUp));
}

/** Follows a box that is being dragged: the teacher's replay only, and only while replays are quick. */
export async function follow(services: AppServices): Promise<void> {
  if (services.client === null || services.replayMs > QUICK_MS) return;
  await services.jobs.run(playgroundJob("Scoring"), (job) => untilIdle(services, job, scoreAsTeacher));
}

/** A slower replay waits until the box is released. */
const QUICK_MS = 150;

/** What the student is asked, under which plan, and which token is selected meanwhile. */
interface Question {
  readonly plan: Plan;
  readonly request: RolloutRequest;
  readonly selection: number | null;
}

/**
 * Lets the student answer, stores the answer as an experiment, then lets the others score it. A stopped answer keeps its
 * tokens, if there are any, and they are scored.
 */
export async function say(services: AppServices, { plan, request, selection }: Question): Promise<void> {
  if (services.client === null) return;
  await services.jobs.run(playgroundJob("Answer"), async (job) => {
    const { signal } = job;
    set(services, { sibling: 0, selection, fault: null });
    const judge = judgeOf(services.store.getState(), plan);
    const known = await answerStep(services.engines, request, judge, signal, stepsInto(services, job, plan));
    if (!job.isCurrent()) return;
    set(services, { run: { kind: "idle" } });
    if (known === null) return;
    await (signal.aborted ? replay(services) : untilIdle(services, job, catchUp));
  });
}

/** Lets the student answer under the current settings. */
export async function answer(services: AppServices): Promise<void> {
  const { plan, settings } = services.store.getState().session;
  if (plan === null) return;
  const { group, maxTokens, ...sampler } = settings.sampling;
  const request = { showing: showingOf(plan, plan.student), sampler, group, maxTokens };
  await say(services, { plan, request, selection: null });
}
