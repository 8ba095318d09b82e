/** Recorded training runs as lessons show them: accuracies, the watched item, and what was gained and forgotten. */
import type { EvaluationRecord, MeasuredView, WatchedRecord } from "../../lab/run/document.ts";
import { type Change, changeOfAnswers } from "../../lab/run/measured-pair.ts";
import { openRun, type Run } from "../../lab/run/run.ts";
import { RUN_SIZE, type RunName } from "./run-list.ts";
import recorded from "./runs.recorded.json" with { type: "json" };

export interface RunsSettings {
  readonly run: RunName;
  /** Steps after which the run is looked at. */
  readonly step: number;
}

/** Steps between two answers to the watched item. */
export const STEP_APART = 5;

function opened(name: RunName): Run {
  const run = openRun(recorded.runs[name]);
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
}

const runs = new Map<RunName, Run>();

/** The recorded run of that name. */
export function recordedRun(name: RunName): Run {
  const run = runs.get(name) ?? opened(name);
  runs.set(name, run);
  return run;
}

/** The image of the watched item, which is the same in all runs: a WebP in base64, and its size in pixels. */
export const WATCHED_IMAGE: { readonly base64: string; readonly width: number; readonly height: number } =
  recorded.image;

export const lastStep = (name: RunName): number =>
  recordedRun(name).evaluations.at(-1)?.step ?? RUN_SIZE.steps;

/** The evaluation before the first step, and the last one up to a step. */
export function evaluationsAt({ run, step }: RunsSettings): {
  readonly before: EvaluationRecord;
  readonly now: EvaluationRecord;
} {
  const { evaluations } = recordedRun(run);
  const [before] = evaluations;
  const now = evaluations.findLast((each) => each.step <= step) ?? before;
  if (before === undefined || now === undefined) throw new Error(`${run} was never evaluated.`);
  return { before, now };
}

/** What became of the answers under a view, from before the first step up to a step. */
export function changeAt(settings: RunsSettings, view: MeasuredView): Change {
  const { before, now } = evaluationsAt(settings);
  const was = before.views[view].right;
  const change = changeOfAnswers([...now.views[view].right].map((hit, i) => [was[i] === "1", hit === "1"]));
  if (change === null) throw new Error("Nothing was asked.");
  return change;
}

/** What a run has right after its last step that another has wrong, and the reverse, on the same questions. */
export function changeBetween(run: RunName, other: RunName, view: MeasuredView): Change {
  const last = (name: RunName) => recordedRun(name).evaluations.at(-1)?.views[view].right ?? "";
  const theirs = last(other);
  const change = changeOfAnswers([...last(run)].map((hit, i) => [theirs[i] === "1", hit === "1"]));
  if (change === null) throw new Error("Nothing was asked.");
  return change;
}

/** The change over a whole run. */
export const changeOver = (run: RunName, view: MeasuredView): Change =>
  changeAt({ run, step: Number.POSITIVE_INFINITY }, view);

/** The last answer to the watched item up to a step. */
export function watchedAt({ run, step }: RunsSettings): WatchedRecord {
  const { watched } = recordedRun(run);
  const record = watched.findLast((each) => each.step <= step) ?? watched[0];
  if (record === undefined) throw new Error(`${run} has no watched item.`);
  return record;
}

/** Which way an accuracy went over a run: 0 up, 1 nowhere that its paired interval could tell, 2 down. */
export const wayOf = (run: RunName, view: MeasuredView): 0 | 1 | 2 => wayOfChange(changeOver(run, view));

/** The same of one run's end beside another's. */
export const wayBetween = (run: RunName, other: RunName, view: MeasuredView): 0 | 1 | 2 =>
  wayOfChange(changeBetween(run, other, view));

function wayOfChange({ difference: { low, high } }: Change): 0 | 1 | 2 {
  if (low > 0) return 0;
  return high < 0 ? 2 : 1;
}

/** The divergence between student and teacher on the answers trained on, step by step as recorded, in nats per token. */
export function trainingDivergence(run: RunName): readonly (readonly [step: number, nats: number])[] {
  return recordedRun(run).steps.flatMap(({ step, divergence }) =>
    divergence === undefined || divergence === null ? [] : [[step, divergence] as const],
  );
}
