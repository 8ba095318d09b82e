/**
 * The protocol of an experiment: answer, judge, score as the teacher, the teacher's own answer, score as the others, compute
 * gate weights. It reports its steps to the caller, which stores the results: the page, the command line, a suite.
 */
import { type Fault, type Outcome, success } from "../base/outcome.ts";
import type { Engine } from "../engine/port.ts";
import { mergeReplays, unscored } from "../evidence/merge.ts";
import type { Replay, ReplayRequest } from "../evidence/replay.ts";
import { GREEDY, type Rollout, type RolloutRequest } from "../evidence/rollout.ts";
import type { Other } from "../evidence/views/showing.ts";
import type { GateResult } from "../gate/group.ts";
import { applicable, membersOf } from "../gate/group.ts";
import { ask } from "./ask.ts";
import { onDemand } from "./compare.ts";
import { ALTERNATIVES, type Judge, type Known, type OnStep, type Phase, type Setup } from "./step.ts";

/** An experiment in progress; each phase returns whether to continue. */
interface Run {
  readonly engine: Engine;
  readonly setup: Setup;
  readonly signal: AbortSignal;
  readonly onStep: OnStep;
  known: Known;
}

const partsOf = ({ known }: Run): readonly (readonly Replay[])[] =>
  known.rollouts.map((_, i) => (known.replays[i] ? [known.replays[i]] : []));

/** The other sides under which some answer has not been scored: the teacher's, or the rest. */
function missing(run: Run, phase: "scoreAsTeacher" | "scoreAsOthers"): readonly Other[] {
  const { contrast } = run.setup;
  const lacking = new Set(partsOf(run).flatMap((parts) => unscored(parts, contrast)));
  return contrast.others.filter(
    (other) => lacking.has(other) && (other.role === "teacher") === (phase === "scoreAsTeacher"),
  );
}

/** All but those at some places. */
const except = <T>(all: readonly T[], places: ReadonlySet<number>): readonly T[] =>
  all.filter((_, at) => !places.has(at));

/**
 * Compares the answers of a group. Where one of them is refused for its tokens, each is compared alone, and those that are
 * refused are left out. Fault: that of the group where every answer is refused, else the first other one.
 */
async function compareGroup(
  run: Run,
  request: ReplayRequest,
  phase: Phase,
): Promise<Outcome<readonly Replay[]>> {
  const { engine, signal, onStep } = run;
  const compare = (rollouts: readonly Rollout[]) =>
    engine.compare({ ...request, rollouts }, signal, (event) => void onStep({ kind: "event", phase, event }));
  const together = await compare(request.rollouts);
  if (together.ok || together.fault.kind !== "idsChanged" || request.rollouts.length < 2) return together;
  const replays: Replay[] = [];
  const refused = new Map<number, Fault>();
  for (const [at, rollout] of request.rollouts.entries()) {
    const alone = await compare([rollout]);
    if (alone.ok) replays.push(...alone.value);
    else if (alone.fault.kind === "idsChanged") refused.set(at, alone.fault);
    else return alone;
  }
  const [first] = refused.values();
  if (first === undefined || refused.size === request.rollouts.length) return together;
  const places = new Set(refused.keys());
  const { known } = run;
  run.known = {
    ...known,
    rollouts: except(known.rollouts, places),
    verdicts: except(known.verdicts, places),
    replays: except(known.replays, places),
  };
  const named = [...places].map((at) => at + 1).join(", ");
  const message = `Left out of ${request.rollouts.length} answers: ${named}. ${first.message}`;
  await onStep({ kind: "leftOut", answers: [...places], fault: { ...first, message } });
  return success(replays);
}

/** Scores every answer under the missing sides of a phase, and merges the results with what is known. */
async function score(run: Run, phase: "scoreAsTeacher" | "scoreAsOthers"): Promise<boolean> {
  const others = missing(run, phase);
  if (others.length === 0) return true;
  const { setup, signal, onStep } = run;
  await onStep({ kind: "begun", phase });
  const request = {
    rollouts: run.known.rollouts,
    contrast: { ...setup.contrast, others },
    divergence: setup.divergence,
    alternatives: ALTERNATIVES,
    ...onDemand(setup.sums, setup.evidence),
  };
  const compared = await compareGroup(run, request, phase);
  if (!compared.ok) {
    await onStep({ kind: "failed", phase, fault: compared.fault });
    return false;
  }
  const { known } = run;
  if (compared.value.length !== known.rollouts.length) return false;
  const parts = partsOf(run);
  const replays = compared.value.map((replay, i) =>
    mergeReplays([...(parts[i] ?? []), replay], setup.contrast),
  );
  run.known = { ...known, replays };
  await onStep({ kind: "scored", phase, replays });
  return !signal.aborted;
}

/** Generates the teacher's own greedy answer, if there is none. */
async function answerAsTeacher(run: Run): Promise<boolean> {
  const { engine, setup, signal, onStep, known } = run;
  const showing = setup.contrast.others.find(({ role }) => role === "teacher")?.showing;
  if (showing === undefined || known.teacherAnswer !== null) return true;
  await onStep({ kind: "begun", phase: "teacherAnswer" });
  const request = { showing, sampler: GREEDY, maxTokens: setup.maxTokens };
  const answered = await engine.rollout(request, signal, (event) => {
    void onStep({ kind: "event", phase: "teacherAnswer", event });
  });
  if (!answered.ok) {
    await onStep({ kind: "failed", phase: "teacherAnswer", fault: answered.fault });
    return false;
  }
  const [rollout] = answered.value;
  if (rollout === undefined || signal.aborted) return false;
  run.known = { ...known, teacherAnswer: rollout };
  await onStep({ kind: "teacherAnswered", rollout });
  return true;
}

/** Computes the weights of every gate whose sides have all been scored. */
async function computeAllWeights({ engine, setup, onStep, known }: Run): Promise<void> {
  const replays = known.replays.filter((each) => each !== null);
  if (replays.length !== known.rollouts.length) return;
  const group = membersOf(replays, setup.verdicts() ?? known.verdicts);
  const gates: GateResult[] = [];
  for (const choice of applicable(setup.gates(), group)) {
    const result = await engine.computeWeights({ ...choice, group });
    // A group that one gate refuses may suit another.
    if (result.ok) gates.push(result.value);
    else await onStep({ kind: "failed", phase: "computeWeights", fault: result.fault });
  }
  await onStep({ kind: "weightsComputed", gates });
}

/** Scores answers only as the teacher, for example while a box is dragged. */
export async function scoreAsTeacher(
  engine: Engine,
  setup: Setup,
  known: Known,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<void> {
  await score({ engine, setup, signal, onStep, known }, "scoreAsTeacher");
}

/** Computes the gate weights of scored answers. */
export async function computeWeights(
  engine: Engine,
  setup: Setup,
  known: Known,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<void> {
  await computeAllWeights({ engine, setup, signal, onStep, known });
}

/**
 * Completes what is known about some answers according to the setup; existing results are not computed again. If a phase is
 * stopped or fails, the later ones are not started.
 */
export async function catchUp(
  engine: Engine,
  setup: Setup,
  known: Known,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<void> {
  const run: Run = { engine, setup, signal, onStep, known };
  const go =
    (await score(run, "scoreAsTeacher")) &&
    (await answerAsTeacher(run)) &&
    (await score(run, "scoreAsOthers"));
  if (!go) return;
  await onStep({ kind: "begun", phase: "computeWeights" });
  await computeAllWeights(run);
}

/**
 * Generates the student's answers. Stopped answers count with their tokens so far, if there are any of their own. Null, after
 * a step with the reason, if there is no answer.
 */
export async function answer(
  engine: Engine,
  request: RolloutRequest,
  judge: Judge,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<Known | null> {
  await onStep({ kind: "begun", phase: "answer" });
  const answered = await ask(engine, request, judge, signal, (event) => {
    void onStep({ kind: "event", phase: "answer", event });
  });
  if (!answered.ok) {
    await onStep({ kind: "failed", phase: "answer", fault: answered.fault });
    return null;
  }
  const least = Math.max(1, request.forced?.length ?? 0);
  const begun = answered.value.rollouts.map(({ ids }) => ids.length >= least);
  const rollouts = answered.value.rollouts.filter((_, i) => begun[i]);
  const verdicts = answered.value.verdicts.filter((_, i) => begun[i]);
  if (rollouts.length === 0) return null;
  await onStep({ kind: "answered", rollouts, verdicts });
  return { rollouts, verdicts, replays: rollouts.map(() => null), teacherAnswer: null };
}

/** Runs a whole experiment. */
export async function runExperiment(
  engine: Engine,
  setup: Setup,
  request: RolloutRequest,
  judge: Judge,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<void> {
  const known = await answer(engine, request, judge, signal, onStep);
  if (known !== null) await catchUp(engine, setup, known, signal, onStep);
}
