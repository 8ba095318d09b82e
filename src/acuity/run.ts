/** Carries a plan out, trial after trial; what was seen already is not asked again. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Respondent } from "../suite/run/respondent.ts";
import type { TrialResult } from "./curves.ts";
import { type AcuityCondition, measureTrial } from "./measure.ts";
import { type AcuityPlan, entryOf, pathOf, sceneOf, type Trial } from "./trials.ts";

export interface Progress {
  /** Before each trial: false if the measurement was stopped. */
  goOn(): Promise<boolean>;
  /** After each trial. */
  keep(result: TrialResult): void;
}

/** Asks all trials that are not among `before`. Ends early, without a fault, where it was stopped. */
export async function measurePlan(
  respondent: Respondent,
  plan: AcuityPlan,
  trials: readonly Trial[],
  conditions: readonly AcuityCondition[],
  before: readonly TrialResult[],
  { goOn, keep }: Progress,
): Promise<Outcome<null>> {
  const known = new Map(before.map((result) => [pathOf(result), result]));
  for (const trial of trials) {
    const earlier = known.get(pathOf(trial))?.seen ?? {};
    const wanted = conditions.filter(
      (condition) => earlier[condition] === undefined && (trial.first || condition !== "blank"),
    );
    if (wanted.length === 0) continue;
    if (!(await goOn())) return success(null);
    const scene = sceneOf(plan, trial);
    if (scene === null)
      return failure("bug", `The scene ${trial.seed} was painted before and has no room now.`);
    const seen = await measureTrial(respondent, entryOf(scene, trial), wanted);
    if (!seen.ok) return seen;
    if (seen.value === null) return success(null);
    keep({ level: trial.level, seed: trial.seed, seen: { ...earlier, ...seen.value } });
  }
  return success(null);
}
