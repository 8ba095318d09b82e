/** What follows from the records of a run: gaps, pace, the time that is left. */

import { type Interval, meanInterval, ratioInterval } from "../../math/statistics/bootstrap.ts";
import type { EvaluationRecord, FirstStageRecord, MeasuredView } from "./document.ts";
import { mostEvaluating } from "./evaluation-share.ts";
import type { Run } from "./run.ts";

/** Each answer of `to` minus that of `from`, right as 1 and wrong as 0. */
const differences = (from: string, to: string): readonly number[] =>
  [...to].map((hit, i) => Number(hit) - Number(from[i]));

/** The paired difference of the accuracies of two views, `a` minus `b`, with an interval of 95 %; null without questions. */
export function gapBetween({ views }: EvaluationRecord, a: MeasuredView, b: MeasuredView): Interval | null {
  return meanInterval(differences(views[b].right, views[a].right));
}

/** What a rise of global accuracy is a share of; bounds are Infinity where too few questions set none. */
export interface Shares {
  /**
   * Of what the student lacked of its first stage, both from the full image before the run; null where it lacked nothing, or where that
   * is not known.
   */
  readonly regained: Interval | null;
  /** Of the gap between the matched crop and the full image before the run; null where there was none. */
  readonly closed: Interval | null;
}

/**
 * What training brought back, with intervals of 95 % over the questions, which are resampled together. Null where global accuracy has not
 * risen: only a rise counts. `firstStage` is null where it is not known.
 */
export function sharesOf(
  before: EvaluationRecord,
  after: EvaluationRecord,
  firstStage: FirstStageRecord | null,
): Shares | null {
  const { global, matched } = before.views;
  const { right } = after.views.global;
  const rise = differences(global.right, right);
  if (right.length !== global.right.length || rise.reduce((sum, change) => sum + change, 0) <= 0) return null;
  const of = (whole: string | undefined): Interval | null =>
    whole?.length === rise.length ? ratioInterval(rise, differences(global.right, whole)) : null;
  return { regained: of(firstStage?.answers?.right), closed: of(matched.right) };
}

/** The middle of some numbers; null without any. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? null : (middle + (sorted[Math.floor(sorted.length / 2)] as number)) / 2;
}

/** The mean of each value and up to `most - 1` before it. */
export function runningMeans(values: readonly number[], most: number): readonly number[] {
  let sum = 0;
  return values.map((value, i) => {
    sum += value - (values[i - most] ?? 0);
    return sum / Math.min(i + 1, most);
  });
}

/** Steps whose time tells how long the next ones take. */
const RECENT = 20;

export interface Pace {
  readonly secondsPerStep: number;
  readonly answersPerSecond: number;
  /** Of the steps and evaluations that are to come; evaluations count once one is known. */
  readonly secondsLeft: number;
}

/** How fast a run is; null before its first step. */
export function paceOf({ header, steps, evaluations }: Run): Pace | null {
  const recent = steps.slice(-RECENT);
  const secondsPerStep = median(recent.map(({ seconds }) => seconds));
  const answers = median(recent.map((step) => step.answers));
  const last = steps.at(-1);
  if (secondsPerStep === null || answers === null || last === undefined) return null;
  const measured = evaluations.at(-1);
  const upTo = (step: number): number => Math.ceil(step / Math.max(1, header.every));
  const left = upTo(header.steps) - upTo(Math.max(measured?.step ?? 0, 0));
  const training = (header.steps - last.step) * secondsPerStep;
  const one = measured?.seconds ?? 0;
  return {
    secondsPerStep,
    answersPerSecond: answers / Math.max(secondsPerStep, 1e-3),
    secondsLeft: training + Math.min(left * one, mostEvaluating(training, one)),
  };
}
