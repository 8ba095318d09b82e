/** How much of a run's time its evaluations may take, and which of them are left out so that they do not take more. */

/** The largest share of the time after the first evaluation. */
export const LARGEST_SHARE = 0.25;

/** What a run has taken since its first evaluation, in seconds. */
export interface Spent {
  readonly steps: number;
  /** Evaluations and answers to the watched item. */
  readonly evaluations: number;
  /** The last evaluation. */
  readonly lastEvaluation: number;
}

const fits = (evaluations: number, steps: number): boolean =>
  evaluations <= LARGEST_SHARE * (steps + evaluations);

/**
 * Whether an evaluation after `done` of the run's `steps` keeps within the share, if it takes as long as the last one did, and
 * leaves enough of it for the one after the last step, which is always made.
 */
export function mayEvaluate(
  { steps, evaluations, lastEvaluation }: Spent,
  done: number,
  all: number,
): boolean {
  const now = evaluations + lastEvaluation;
  return fits(now, steps) && fits(now + lastEvaluation, (steps * all) / Math.max(1, done));
}

/** The most seconds that evaluations take beside steps of so many seconds, where each takes `one`; the last one is always made. */
export const mostEvaluating = (steps: number, one: number): number =>
  Math.max(one, (steps * LARGEST_SHARE) / (1 - LARGEST_SHARE));
