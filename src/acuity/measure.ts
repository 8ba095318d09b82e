/** Asks a model about one trial under several conditions: its answer, and how probable the right one is. */
import { type Outcome, success } from "../base/outcome.ts";
import { answerText, GREEDY } from "../evidence/rollout.ts";
import type { Showing } from "../evidence/views/showing.ts";
import type { SuiteEntry } from "../suite/open/entry.ts";
import { conditionShowings } from "../suite/run/conditions.ts";
import { askUnder, type Respondent } from "../suite/run/respondent.ts";
import { judgeBy } from "../suite/score/judge.ts";

/** The conditions of a curve. The blank view of each scene gives the curves' lower asymptote. */
export const ACUITY_CONDITIONS = ["global", "isolated", "matched", "regional", "blank"] as const;
export type AcuityCondition = (typeof ACUITY_CONDITIONS)[number];

/** Whether the greedy answer was right, and the probability of the right answer, stop token included. */
export interface Seen {
  readonly right: boolean;
  readonly probability: number;
}

export type SeenUnder = Readonly<Partial<Record<AcuityCondition, Seen>>>;

/** The greedy answer to one showing, and the probability of the right one; null where it was stopped. */
async function see(
  respondent: Respondent,
  entry: SuiteEntry,
  showing: Showing,
): Promise<Outcome<Seen | null>> {
  const answered = await askUnder(respondent, showing, GREEDY, 1, judgeBy(entry));
  if (!answered.ok) return answered;
  const rollout = answered.value?.rollouts[0];
  if (rollout === undefined) return success(null);
  const right = answered.value?.verdicts[0] === true;
  const isWhole = answerText(rollout) === entry.answer;
  const { engine, signal } = respondent;
  const likelihoods = isWhole
    ? success([rollout.logProbs.reduce((sum: number, each) => sum + each, 0)])
    : await engine.likelihood({ showing, answers: [entry.answer] }, signal);
  if (!likelihoods.ok || likelihoods.value === null) return likelihoods as Outcome<null>;
  // Rounding may raise a probability slightly above 1.
  return success({
    right,
    probability: Math.min(1, Math.exp(likelihoods.value[0] ?? Number.NEGATIVE_INFINITY)),
  });
}

/**
 * What is seen under some conditions, full images at the model's own longest edge or at the one given; null where it was
 * stopped on the way. Faults: those of the engine and of the picture.
 */
export async function measureTrial(
  respondent: Respondent,
  entry: SuiteEntry,
  conditions: readonly AcuityCondition[],
  longestEdge: number | null,
): Promise<Outcome<SeenUnder | null>> {
  const image = await respondent.open(entry.path);
  if (!image.ok) return image;
  const { model, boxWords } = respondent;
  const opened = { model, boxWords, longestEdge, image: image.value, crop: null };
  const showings = conditionShowings(entry, opened, conditions, "letter");
  const seen: Partial<Record<AcuityCondition, Seen>> = {};
  for (const condition of conditions) {
    const showing = showings.get(condition);
    if (showing === undefined) continue;
    const found = await see(respondent, entry, showing);
    if (!found.ok || found.value === null) return found as Outcome<null>;
    seen[condition] = found.value;
  }
  return success(seen);
}
