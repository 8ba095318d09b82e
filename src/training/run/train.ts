/** A whole run: steps with evaluations between them, checkpoints, and a stop that loses nothing. */

import { type Outcome, success } from "../../base/outcome.ts";
import { collapseOf } from "../../lab/run/collapse.ts";
import type {
  EndRecord,
  EvaluationRecord,
  FirstStageRecord,
  RunRecord,
  RunSettings,
  StepRecord,
} from "../../lab/run/document.ts";
import { mayEvaluate, type Spent } from "../../lab/run/evaluation-share.ts";
import type { HeldOut } from "../measure/evaluate.ts";
import { isWatchedAfter, watchedItem } from "../measure/watch.ts";
import type { MayGoOn } from "../protocol/protocol.ts";
import { evaluateNow, type Measuring, watchNow } from "./measure-now.ts";
import { checkpointOf, fetchState, type RunState } from "./state.ts";
import { makeStep } from "./step.ts";
import type { TrainingParts } from "./teacher.ts";

/** At most this much work is lost where a run ends without warning. */
const MILLISECONDS_BETWEEN_CHECKPOINTS = 30_000;

export interface RunListener {
  /** Asked before each step: resolves when it may be made, false where the run is to end. */
  readonly mayGoOn: MayGoOn;
  /** Whether evaluations are left out that would take more than a quarter of the time; all are made where it is left out. */
  readonly sparing?: boolean;
  /**
   * Asks the student's first stage the held-out questions, once, after the second evaluation: nothing that training has changed is shown
   * later for it. Left out or null where there is none, or where its answers are known.
   */
  readonly askFirstStage?: ((step: number) => Promise<FirstStageRecord>) | null;
  onRecord(record: RunRecord): void;
  /** Keeps a checkpoint; the run goes on when it is kept. */
  onCheckpoint(step: number, file: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Asks the first time, and gives null from then on. */
function atMostOnce(ask: RunListener["askFirstStage"]): (step: number) => Promise<FirstStageRecord | null> {
  let left = ask;
  return async (step) => {
    const asked = left;
    left = null;
    return asked?.(step) ?? null;
  };
}

/** What steps and evaluations take; what is measured before the first step is no part of it. */
function timeSpent(state: RunState, earlier: readonly EvaluationRecord[]) {
  const began = state.step;
  let spent: Spent = { steps: 0, evaluations: 0, lastEvaluation: earlier.at(-1)?.seconds ?? 0 };
  const evaluated = (seconds: number): void => {
    if (state.step > 0) spent = { ...spent, evaluations: spent.evaluations + seconds };
  };
  return {
    onStep({ seconds }: StepRecord): void {
      spent = { ...spent, steps: spent.steps + seconds };
    },
    onEvaluation({ seconds }: EvaluationRecord): void {
      evaluated(seconds);
      spent = { ...spent, lastEvaluation: seconds };
    },
    /** Whatever else is asked of a model. */
    async asking<T>(ask: () => Promise<T>): Promise<T> {
      const from = performance.now();
      const answered = await ask();
      evaluated((performance.now() - from) / 1000);
      return answered;
    },
    mayEvaluate: (steps: number) => mayEvaluate(spent, state.step - began, steps - began),
  };
}

/** What a run does between its steps: measures, keeps and ends. */
function between(
  measuring: Measuring,
  state: RunState,
  earlier: readonly EvaluationRecord[],
  { sparing = false, askFirstStage, onRecord, onCheckpoint }: RunListener,
) {
  const { parts, settings, held } = measuring;
  const evaluations = [...earlier];
  const firstStage = atMostOnce(askFirstStage);
  const time = timeSpent(state, earlier);
  let saved: { readonly at: number; readonly step: number | null } = { at: performance.now(), step: null };
  const save = async (): Promise<Outcome<null>> => {
    if (saved.step !== state.step) {
      const fetched = await fetchState(parts.graphs.arrays, state);
      if (!fetched.ok) return fetched;
      await onCheckpoint(state.step, checkpointOf(state));
    }
    saved = { at: performance.now(), step: state.step };
    return success(null);
  };
  return {
    isMeasured: () => evaluations.length > 0,
    onStep(record: StepRecord): void {
      time.onStep(record);
      onRecord(record);
    },
    /** Whether the model is evaluated after this step. */
    isDue(): boolean {
      const { every, steps } = settings;
      if (state.step === steps) return true;
      if (state.step % every !== 0) return false;
      return !sparing || time.mayEvaluate(steps);
    },
    /** Answers the watched item, where it is to be answered after this step. */
    async watch(): Promise<Outcome<null>> {
      const [first] = evaluations;
      if (first === undefined || !isWatchedAfter(state.step, settings.steps)) return success(null);
      const seen = await time.asking(() => watchNow(measuring, watchedItem(first), state));
      if (!seen.ok) return seen;
      onRecord(seen.value);
      return success(null);
    },
    async measure(): Promise<Outcome<null>> {
      const known = state.step === 0 && held.measured?.items === held.questions.length ? held.measured : null;
      const done = known === null ? await evaluateNow(measuring, state) : success(known);
      if (!done.ok) return done;
      time.onEvaluation(done.value);
      const collapsed = collapseOf(evaluations) !== null;
      evaluations.push(done.value);
      onRecord(done.value);
      const reason = collapseOf(evaluations);
      if (reason !== null && !collapsed) onRecord({ kind: "collapse", step: state.step, reason });
      return success(null);
    },
    /** Asks the first stage, where the model has been evaluated a second time. */
    async askFirstStage(): Promise<void> {
      if (evaluations.length < 2) return;
      const record = await time.asking(() => firstStage(state.step));
      if (record !== null) onRecord(record);
    },
    save,
    async saveIfDue(): Promise<Outcome<null>> {
      return performance.now() - saved.at > MILLISECONDS_BETWEEN_CHECKPOINTS ? save() : success(null);
    },
    async end(reason: EndRecord["reason"]): Promise<Outcome<EndRecord>> {
      const kept = await save();
      if (!kept.ok) return kept;
      const record: EndRecord = { kind: "end", step: state.step, reason };
      onRecord(record);
      return success(record);
    },
  };
}

type Between = ReturnType<typeof between>;

/** Before the first step of all: the first evaluation, and the first answer to the watched item. */
async function begin(run: Between): Promise<Outcome<null>> {
  if (run.isMeasured()) return success(null);
  const measured = await run.measure();
  return measured.ok ? run.watch() : measured;
}

/** One step, and what is measured and kept after it. */
async function stepOn(
  parts: TrainingParts,
  settings: RunSettings,
  state: RunState,
  run: Between,
): Promise<Outcome<null>> {
  const made = await makeStep(parts, settings, state);
  if (!made.ok) return made;
  run.onStep(made.value);
  const seen = await run.watch();
  if (!seen.ok) return seen;
  if (!run.isDue()) return run.saveIfDue();
  const measured = await run.measure();
  if (!measured.ok) return measured;
  await run.askFirstStage();
  return run.save();
}

/**
 * Makes the steps that are left of `settings.steps`, beginning at `state`. `earlier` are the evaluations of an earlier part of
 * the run. Being stopped is not a failure: the state is kept, and the end says so. Faults: those of a step or an evaluation.
 */
export async function trainRun(
  parts: TrainingParts,
  settings: RunSettings,
  held: HeldOut,
  state: RunState,
  earlier: readonly EvaluationRecord[],
  listener: RunListener,
): Promise<Outcome<EndRecord>> {
  const run = between({ parts, settings, held }, state, earlier, listener);
  const begun = await begin(run);
  if (!begun.ok) return begun;
  while (state.step < settings.steps) {
    if (!(await listener.mayGoOn())) return run.end("stopped");
    const made = await stepOn(parts, settings, state, run);
    if (!made.ok) return made;
  }
  return run.end("finished");
}
