/**
 * Uni-OPD on four answers (arXiv 2605.03677). The returns of the first right and the first wrong answer are those of the
 * example in the paper's figure; the other two are made up.
 */
import type { Outcome } from "../../base/outcome.ts";
import type { Weights } from "../../gate/gate.ts";
import { type UniOpdSettings, uniOpd } from "../../gate/uni-opd/uni-opd.ts";

export const MARGIN_ANSWERS = [
  { correct: true, rewards: [-0.3, -0.1, -0.17] },
  { correct: true, rewards: [-0.05, -0.05] },
  { correct: false, rewards: [-0.11, -0.11, -0.11] },
  { correct: false, rewards: [-0.4, -0.2] },
] as const;

/** Any log-probability for the student will do: only the teacher's distance from it matters. */
const STUDENT = -0.5;

/** Returns before and after. Faults: badInput, for a margin that is not a number. */
export function weighAnswers(settings: UniOpdSettings): Outcome<Weights> {
  const group = MARGIN_ANSWERS.map(({ correct, rewards }) => ({
    logProbs: {
      student: rewards.map(() => STUDENT),
      teacher: rewards.map((reward) => STUDENT + reward),
    },
    correct,
  }));
  return uniOpd.computeWeights(group, settings);
}
