/** File name and run card of a session's figures. */
import { fileName } from "../../app/sessions/session-file.ts";
import { imageOf, shownExperiment } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { shownFormulas } from "../../session/document/own-formulas.ts";
import { type CardLine, formulaLines, planCard, runCard } from "../../session/exports/run-card.ts";
import type { Session } from "../../session/session.ts";

export const cardNotes = (card: readonly CardLine[]): readonly string[] =>
  card.map(({ name, value }) => `${name}: ${value}`);

/** Notes for a figure about an answer. */
export function answerNotes({ images, settings }: Session, experiment: Experiment): readonly string[] {
  const image = images.find(({ id }) => id === experiment.plan.image) ?? null;
  return cardNotes([...runCard(experiment, image), ...formulaLines(shownFormulas(settings))]);
}

/** Notes for a figure about the current settings: the whole card where the answer was given under exactly these. */
export function planNotes(session: Session): readonly string[] {
  const { plan } = session;
  if (plan === null) return [];
  const experiment = shownExperiment(session);
  const same = experiment !== null && JSON.stringify(experiment.plan) === JSON.stringify(plan);
  return same ? answerNotes(session, experiment) : cardNotes(planCard(plan, imageOf(session)));
}

/** The name without its extension. */
export const figureName = (session: Session, figure: string): string =>
  fileName(session, figure).replace(/\.([^.]*)$/, "-$1");
