/** What training gained: runs that differ by their seed alone, before the first step and after the last one. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Interval } from "../../math/statistics/bootstrap.ts";
import { crossedInterval } from "../../math/statistics/crossed.ts";
import { mean } from "../../math/statistics/statistics.ts";
import { type EvaluationRecord, MEASURED_VIEWS, type MeasuredView } from "../run/document.ts";
import type { Run } from "../run/run.ts";

/** Accuracies under a view, as shares. */
export interface ViewGain {
  readonly before: number;
  /** In the order of the runs. */
  readonly after: readonly number[];
  /** After minus before, paired by question, over runs and questions. */
  readonly change: Interval;
}

export interface Gain {
  readonly questions: number;
  readonly views: Readonly<Record<MeasuredView, ViewGain>>;
  /** The rise of global accuracy as a share of the gap between matched and global before; null where there was none. */
  readonly closed: number | null;
  /**
   * The rise of global accuracy as a share of what the student lacked of the model that it was made of; null without that, or where it
   * lacked nothing.
   */
  readonly regained: number | null;
}

/** What two runs measure alike, whatever trained them. */
function questionsOf({ header: { perDimension, dimensions, data, split } }: Run): string {
  return JSON.stringify([perDimension, dimensions, data, split ?? "validation"]);
}

/** All that decides a run but its seed. */
function settingsOf(run: Run): string {
  const { recipe, steps, model } = run.header;
  return JSON.stringify([recipe, steps, model.weights.sha256, questionsOf(run)]);
}

interface Ends {
  readonly first: EvaluationRecord;
  readonly last: EvaluationRecord;
}

function endsOf({ evaluations, header: { steps } }: Run): Ends | null {
  const [first, last] = [evaluations[0], evaluations.at(-1)];
  return first?.step === 0 && last?.step === steps && first.items === last.items ? { first, last } : null;
}

const hits = ({ views }: EvaluationRecord, view: MeasuredView): readonly number[] =>
  [...views[view].right].map(Number);

function viewGain(ends: readonly Ends[], view: MeasuredView): ViewGain | null {
  const change = crossedInterval(
    ends.map(({ first, last }) => {
      const before = hits(first, view);
      return hits(last, view).map((hit, item) => hit - (before[item] ?? 0));
    }),
  );
  if (change === null) return null;
  const after = ends.map(({ last }) => mean(hits(last, view)) ?? 0);
  return { before: mean(ends.flatMap(({ first }) => hits(first, view))) ?? 0, after, change };
}

const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** What the first stage answers from the full image: in a run of its own, or as one of the runs tells. */
function firstStageIn(runs: readonly Run[], made: Run | null): number | undefined {
  if (made !== null) return made.evaluations[0]?.views.global.accuracy.mean;
  const [answers] = runs.flatMap(({ firstStage }) => firstStage?.answers ?? []);
  return answers?.accuracy.mean;
}

/**
 * `made` is a run of the model that the student was made of, of which the first evaluation counts; without it what a run tells of that
 * model. Faults: badInput where runs differ by
 * more than their seed, were not made to their end, or were measured on other questions.
 */
export function gainOf(runs: readonly Run[], made: Run | null): Outcome<Gain> {
  const [run] = runs;
  if (run === undefined || runs.some((each) => settingsOf(each) !== settingsOf(run)))
    return failure("badInput", "The runs differ by more than their seed.");
  if (new Set(runs.map(({ header }) => header.seed)).size < runs.length)
    return failure("badInput", "Two of the runs have the same seed.");
  if (made !== null && questionsOf(made) !== questionsOf(run))
    return failure("badInput", "The run of the first stage was measured on other questions.");
  const ends = runs.map(endsOf);
  if (ends.some((each) => each === null))
    return failure("badInput", "A run has not reached its end.", "Give the command that made it again.");
  const whole = ends as readonly Ends[];
  const views = Object.fromEntries(MEASURED_VIEWS.map((view) => [view, viewGain(whole, view)]));
  if (Object.values(views).includes(null))
    return failure("badInput", "The runs were measured on no questions.");
  const { global, matched } = views as Gain["views"];
  const first = firstStageIn(runs, made);
  return success({
    questions: whole[0]?.first.items ?? 0,
    views: views as Gain["views"],
    closed: shareOf(global.change.mean, matched.before - global.before),
    regained: first === undefined ? null : shareOf(global.change.mean, first - global.before),
  });
}
