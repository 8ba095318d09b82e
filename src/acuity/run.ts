/** Carries a plan out, trial after trial; what was seen already is not asked again. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Respondent } from "../suite/run/respondent.ts";
import type { TrialResult } from "./curves.ts";
import { type AcuityCondition, measureTrial } from "./measure.ts";
import { type Results, stepsOf } from "./order.ts";
import { type AcuityPlan, entryOf, pathOf } from "./trials.ts";

export interface Progress {
  /** Before each trial: false if the measurement was stopped. */
  goOn(): Promise<boolean>;
  /** After each trial, with all that was seen of it so far. */
  keep(result: TrialResult): void;
}

/** Asks all that is not among the results, and adds what was seen. Ends early, without a fault, where it was stopped. */
export async function measurePlan(
  respondent: Respondent,
  plan: AcuityPlan,
  conditions: readonly AcuityCondition[],
  results: Results,
  { goOn, keep }: Progress,
): Promise<Outcome<null>> {
  for (const { trial, wanted } of stepsOf(plan, conditions, results)) {
    if (!(await goOn())) return success(null);
    const entry = entryOf(plan, trial);
    if (entry === null)
      return failure("bug", `The scene ${trial.seed} was painted before and has no room now.`);
    const edge = plan.variable === "longestEdge" ? trial.level : null;
    const seen = await measureTrial(respondent, entry, wanted, edge);
    if (!seen.ok) return seen;
    if (seen.value === null) return success(null);
    const path = pathOf(trial);
    const result = {
      level: trial.level,
      seed: trial.seed,
      seen: { ...results.get(path)?.seen, ...seen.value },
    };
    results.set(path, result);
    keep(result);
  }
  return success(null);
}
