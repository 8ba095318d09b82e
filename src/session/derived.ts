/** What follows from a session: what is shown, and what is out of date. */

import { GAP_CONDITIONS, GAP_RECIPES, type GapSplit } from "../evidence/gap.ts";
import { type Replay, sameDivergence } from "../evidence/replay.ts";
import { contrastOf, showingOf } from "../evidence/views/plan.ts";
import { printRecipe } from "../evidence/views/recipe-text.ts";
import { type Contrast, type Other, otherKey, type Showing, showingKey } from "../evidence/views/showing.ts";
import type { DocumentImage, Experiment } from "./document/document.ts";
import type { Session } from "./session.ts";

/** The current image; null before one is open. */
export function imageOf({ images, plan }: Session): DocumentImage | null {
  return plan === null ? null : (images.find(({ id }) => id === plan.image) ?? null);
}

/** The experiment on the screen; null before an answer. */
export function shownExperiment({ experiments, shown }: Session): Experiment | null {
  return experiments.find(({ id }) => id === shown) ?? null;
}

/** The contrast of the current plan, or null before an image is open. */
export function currentContrast(session: Session): Contrast | null {
  return session.plan === null ? null : contrastOf(session.plan);
}

/** The teacher's showing in the current plan, or null without a teacher. */
export function teacherShowing(session: Session): Showing | null {
  return currentContrast(session)?.others.find(({ role }) => role === "teacher")?.showing ?? null;
}

/** The index of the teacher among the others of a replay; -1 without one. */
export function teacherIndex({ contrast }: Pick<Replay, "contrast">): number {
  return contrast.others.findIndex(({ role }) => role === "teacher");
}

/** What has changed in the plan since the answer was given, as far as it affects the student. */
export interface Staleness {
  readonly model: boolean;
  readonly student: boolean;
  readonly question: boolean;
  readonly box: boolean;
  readonly longestEdge: boolean;
}

/** What has changed since the shown answer was given; all false when it is up to date or there is none. */
export function staleness(session: Session): Staleness {
  const fresh = { model: false, student: false, question: false, box: false, longestEdge: false };
  const experiment = shownExperiment(session);
  const rollout = experiment?.rollouts[0];
  const { plan } = session;
  if (experiment === null || rollout === undefined || plan === null) return fresh;
  const { plan: asked } = experiment;
  if (showingKey(rollout.showing) === showingKey(showingOf(plan, plan.student))) return fresh;
  const boxMoved = showingOf({ ...asked, box: plan.box }, asked.student);
  return {
    model: asked.model !== plan.model,
    student: printRecipe(asked.student) !== printRecipe(plan.student),
    question: asked.question.trim() !== plan.question.trim(),
    box: showingKey(rollout.showing) !== showingKey(boxMoved),
    longestEdge: asked.longestEdge !== plan.longestEdge,
  };
}

/** The gap of the shown experiment, if it belongs to the current plan; otherwise null. */
export function currentGap(session: Session): GapSplit | null {
  const gap = shownExperiment(session)?.gap;
  const { plan } = session;
  if (gap === undefined || plan === null) return null;
  const current = GAP_CONDITIONS.every(
    (condition) =>
      showingKey(gap[condition].rollout.showing) === showingKey(showingOf(plan, GAP_RECIPES[condition])),
  );
  return current ? gap : null;
}

/** Whether a replay used that divergence, the student's current showing and, where it has attention, the current box. */
export function replayFits(replay: Replay, session: Session, student: Showing): boolean {
  const { attended } = replay;
  return (
    (attended === undefined || JSON.stringify(attended) === JSON.stringify(session.plan?.box)) &&
    showingKey(replay.contrast.student) === showingKey(student) &&
    sameDivergence(replay.divergence, session.settings.divergence)
  );
}

/** Whether every answer of the shown experiment was replayed under the current contrast. */
export function replayIsCurrent(session: Session): boolean {
  const contrast = currentContrast(session);
  const experiment = shownExperiment(session);
  if (experiment === null || contrast === null) return false;
  const keys = (others: readonly Other[]) => others.map(otherKey).join("\n");
  return experiment.replays.every(
    (replay) =>
      replay !== null &&
      replayFits(replay, session, contrast.student) &&
      keys(replay.contrast.others) === keys(contrast.others),
  );
}

/** Whether the teacher's own answer was given under its current showing. */
export function teacherAnswerIsCurrent(session: Session): boolean {
  const answer = shownExperiment(session)?.teacherAnswer ?? null;
  const showing = teacherShowing(session);
  return answer !== null && showing !== null && showingKey(answer.showing) === showingKey(showing);
}

/** Whether the session contains images that are not in the gallery. */
export function hasOwnPictures({ images }: Session): boolean {
  return images.some(({ origin }) => origin.kind === "own");
}
