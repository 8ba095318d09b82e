/** Evaluations keep within their share of the time, evenly over the run, and the last one is made. */
import { expect, test } from "vitest";
import { LARGEST_SHARE, mayEvaluate, mostEvaluating } from "./evaluation-share.ts";

/** A run whose steps take 1 second: after which of them it is evaluated, and the share that this took. */
function evaluated(steps: number, every: number, seconds: number) {
  const after: number[] = [];
  let evaluations = 0;
  for (let step = 1; step <= steps; step++) {
    const due =
      step % every === 0 && mayEvaluate({ steps: step, evaluations, lastEvaluation: seconds }, step, steps);
    if (!due && step !== steps) continue;
    evaluations += seconds;
    after.push(step);
    if (step !== steps) expect(evaluations / (step + evaluations)).toBeLessThanOrEqual(LARGEST_SHARE);
  }
  return { after, share: evaluations / (steps + evaluations) };
}

test.each([
  // Cheap ones are all made; those that are too dear are thinned, evenly.
  [60, 20, 5, [20, 40, 60]],
  [60, 10, 5, [20, 30, 50, 60]],
  [40, 5, 4, [15, 25, 40]],
  [60, 20, 50, [60]],
])("%i steps, every %i, %i seconds each: evaluated after %j", (steps, every, seconds, wanted) => {
  const { after, share } = evaluated(steps, every, seconds);
  expect(after).toEqual(wanted);
  // One alone may take more: without it nothing would be known of the run's end.
  if (after.length > 1) expect(share).toBeLessThanOrEqual(LARGEST_SHARE);
});

test("the estimate is a third of the steps' time, or one evaluation", () => {
  expect(mostEvaluating(120, 10)).toBe(40);
  expect(mostEvaluating(3, 10)).toBe(10);
});
