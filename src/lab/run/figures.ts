/** What follows from the records of a run: gaps, pace, the time that is left. */

import { type Interval, meanInterval } from "../../math/statistics/bootstrap.ts";
import type { EvaluationRecord, MeasuredView } from "./document.ts";
import { mostEvaluating } from "./evaluation-share.ts";
import type { Run } from "./run.ts";

/** The paired difference of the accuracies of two views, `a` minus `b`, with an interval of 95 %; null without questions. */
export function gapBetween({ views }: EvaluationRecord, a: MeasuredView, b: MeasuredView): Interval | null {
  const other = views[b].right;
  return meanInterval([...views[a].right].map((hit, i) => Number(hit) - Number(other[i])));
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
