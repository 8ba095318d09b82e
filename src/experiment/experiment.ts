/**
 * The one protocol: answer, judge, score under the teacher, the teacher's own answer, score under the others, weigh. It is
 * told step by step to whoever keeps what comes of it: the page, the command line, a suite.
 */
import type { Engine } from "../engine/port.ts";
import { mergeReplays, unread } from "../evidence/merge.ts";
import type { Replay } from "../evidence/replay.ts";
import { GREEDY, type RolloutRequest } from "../evidence/rollout.ts";
import type { Other } from "../evidence/views/showing.ts";
import type { GateResult } from "../gate/group.ts";
import { applicable, membersOf } from "../gate/group.ts";
import { ask } from "./ask.ts";
import { ALTERNATIVES, type Judge, type Known, type OnStep, type Setup } from "./step.ts";

/** A protocol on its way; each part says whether to go on. */
interface Run {
  readonly engine: Engine;
  readonly setup: Setup;
  readonly signal: AbortSignal;
  readonly onStep: OnStep;
  known: Known;
}

const partsOf = ({ known }: Run): readonly (readonly Replay[])[] =>
  known.rollouts.map((_, i) => (known.replays[i] ? [known.replays[i]] : []));

/** The others that some answer was not scored under: the teacher's side, or the rest. */
function missing(run: Run, phase: "scoreAsTeacher" | "scoreAsOthers"): readonly Other[] {
  const { contrast } = run.setup;
  const lacking = new Set(partsOf(run).flatMap((parts) => unread(parts, contrast)));
  return contrast.others.filter(
    (other) => lacking.has(other) && (other.role === "teacher") === (phase === "scoreAsTeacher"),
  );
}

/** Scores every answer under what is missing of a part, and keeps it beside what was known. */
async function score(run: Run, phase: "scoreAsTeacher" | "scoreAsOthers"): Promise<boolean> {
  const others = missing(run, phase);
  if (others.length === 0) return true;
  const { engine, setup, signal, onStep, known } = run;
  await onStep({ kind: "begun", phase });
  const request = {
    rollouts: known.rollouts,
    contrast: { ...setup.contrast, others },
    divergence: setup.divergence,
    alternatives: ALTERNATIVES,
  };
  const compared = await engine.compare(request, signal, (event) => {
    void onStep({ kind: "event", phase, event });
  });
  if (!compared.ok) {
    await onStep({ kind: "failed", phase, fault: compared.fault });
    return false;
  }
  if (compared.value.length !== known.rollouts.length) return false;
  const parts = partsOf(run);
  const replays = compared.value.map((replay, i) =>
    mergeReplays([...(parts[i] ?? []), replay], setup.contrast),
  );
  run.known = { ...known, replays };
  await onStep({ kind: "scored", phase, replays });
  return !signal.aborted;
}

/** The teacher's own greedy answer, where there is none. */
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

/** Every gate whose sides were all scored. */
async function computeAllWeights({ engine, setup, onStep, known }: Run): Promise<void> {
  const replays = known.replays.filter((each) => each !== null);
  if (replays.length !== known.rollouts.length) return;
  const group = membersOf(replays, setup.verdicts() ?? known.verdicts);
  const gates: GateResult[] = [];
  for (const choice of applicable(setup.gates(), group)) {
    const reading = await engine.computeWeights({ ...choice, group });
    // What one gate cannot weigh, another may.
    if (reading.ok) gates.push(reading.value);
    else await onStep({ kind: "failed", phase: "computeWeights", fault: reading.fault });
  }
  await onStep({ kind: "weightsComputed", gates });
}

/** Scores answers as the teacher alone, as while a box is dragged. */
export async function scoreAsTeacher(
  engine: Engine,
  setup: Setup,
  known: Known,
  signal: AbortSignal,
  onStep: OnStep,
): Promise<void> {
  await score({ engine, setup, signal, onStep, known }, "scoreAsTeacher");
}

/** Weighs what was scored. */
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
 * Brings what is known of some answers up to the setup; what is known already is not made again. Where a part is stopped or
 * fails, those behind it are not begun.
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
 * Lets the student answer. Stopped answers count with the tokens that they had, if they came to say any of their own. Null,
 * after a step that says why, where nothing came of it.
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

/** The whole experiment. */
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
