/** How the page states that an answer, or its numbers, belong to earlier settings. */

import { type Replay, sameDivergence } from "../../evidence/replay.ts";
import type { Recipe } from "../../evidence/views/recipe.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import type { Contrast } from "../../evidence/views/showing.ts";
import { currentContrast, replayIsCurrent, shownExperiment, staleness } from "../../session/derived.ts";
import type { Session } from "../../session/session.ts";

export interface Outdated {
  /** What has changed since, as the end of a sentence: "answered with …". */
  readonly what: string;
  /** Whether the student has to answer again; otherwise a replay is enough. */
  readonly answer: boolean;
}

const KNOWN: Readonly<Record<string, string>> = {
  full: "the plain full image",
  marked: "the box drawn on the image",
  "text-box": "the box as text",
};

function studentWords(recipe: Recipe): string {
  const written = printRecipe(recipe);
  return KNOWN[written] ?? `the view “${written}”`;
}

function recipesOf(contrast: Contrast | null): string {
  return JSON.stringify(contrast?.others.map(({ name }) => name));
}

function replayedUnder(replay: Replay, session: Session): string {
  const { divergence } = session.settings;
  if (!sameDivergence(replay.divergence, divergence)) return "Computed with a different divergence";
  const sameViews = recipesOf(replay.contrast) === recipesOf(currentContrast(session));
  return `Replayed with ${sameViews ? "the previous box" : "previous views"}`;
}

/** What has changed since the stored answer was given; null where it is up to date. */
export function outdated(session: Session): Outdated | null {
  const experiment = shownExperiment(session);
  if (experiment === null) return null;
  const { plan: asked } = experiment;
  const since = staleness(session);
  const former = [
    since.model ? "another model" : "",
    since.student ? studentWords(asked.student) : "",
    since.longestEdge && !since.model ? "another longest edge" : "",
    since.box && !since.student ? "the previous box" : "",
    since.question ? "the previous question" : "",
  ].filter((words) => words !== "");
  if (former.length > 0) return { what: `Answered with ${former.join(" and ")}`, answer: true };
  const replay = experiment.replays[0] ?? null;
  if (replay === null || replayIsCurrent(session)) return null;
  return { what: replayedUnder(replay, session), answer: false };
}
