/** How the page says that an answer, or its numbers, belong to a former set-up. */

import { type Replay, sameDivergence } from "../../evidence/replay.ts";
import type { Recipe } from "../../evidence/views/recipe.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import type { Contrast } from "../../evidence/views/showing.ts";
import { currentContrast, replayIsCurrent, shownExperiment, staleness } from "../../session/derived.ts";
import type { Session } from "../../session/session.ts";

export interface Outdated {
  /** What is no longer so, as the end of a sentence: "answered under …". */
  readonly what: string;
  /** Whether the student itself has to answer again; else a replay is enough. */
  readonly answer: boolean;
}

const KNOWN: Readonly<Record<string, string>> = {
  full: "the plain full image",
  marked: "the image with the box drawn",
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
  if (!sameDivergence(replay.divergence, divergence)) return "Measured by another divergence";
  const sameViews = recipesOf(replay.contrast) === recipesOf(currentContrast(session));
  return `Replayed under ${sameViews ? "the former box" : "former views"}`;
}

/** What the kept answer was given under and is no longer so, or null where it still holds. */
export function outdated(session: Session): Outdated | null {
  const experiment = shownExperiment(session);
  if (experiment === null) return null;
  const { plan: asked } = experiment;
  const since = staleness(session);
  const former = [
    since.model ? "another model" : "",
    since.student ? studentWords(asked.student) : "",
    since.longestEdge && !since.model ? "another longest edge" : "",
    since.box && !since.student ? "the former box" : "",
    since.question ? "the former question" : "",
  ].filter((words) => words !== "");
  if (former.length > 0) return { what: `Answered under ${former.join(" and ")}`, answer: true };
  const replay = experiment.replays[0] ?? null;
  if (replay === null || replayIsCurrent(session)) return null;
  return { what: replayedUnder(replay, session), answer: false };
}
