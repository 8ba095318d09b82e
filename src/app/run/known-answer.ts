/** The right answer, where one is known for the question. */
import { knownAnswer, type Plan } from "../../evidence/views/plan.ts";
import { imageOf, shownExperiment } from "../../session/derived.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import type { RightAnswer } from "../../suite/score/judge.ts";
import type { GalleryItem } from "../images/gallery.ts";
import type { AppState } from "../state.ts";

/** Sources of right answers. */
export type Known = Pick<AppState, "gallery" | "session">;

function itemOf({ gallery }: Known, image: DocumentImage): GalleryItem | undefined {
  const { origin } = image;
  return origin.kind === "gallery" ? gallery.find(({ id }) => id === origin.item) : undefined;
}

/** Whether the gallery's answer belongs to that question. */
function asksFor(item: GalleryItem, question: string): boolean {
  return [item.question, item.boxQuestion].some((each) => each.trim() === question.trim());
}

/** An answer that counts as right where its words occur in the generated text. */
function wordsWanted(answer: string): RightAnswer {
  return { answer, evidence: [answer], choices: [] };
}

/** The right answer to a plan's question; null where it is unknown. */
export function rightAnswerTo(state: Known, plan: Plan): RightAnswer | null {
  const own = knownAnswer(plan);
  if (own !== null) return own;
  const image = state.session.images.find(({ id }) => id === plan.image);
  const item = image === undefined ? undefined : itemOf(state, image);
  if (item !== undefined) return asksFor(item, plan.question) ? item : null;
  const listed = image?.origin.kind === "own" ? image.answer : null;
  return listed === null ? null : wordsWanted(listed);
}

/** The right answer to the shown experiment's question; null before an answer and where the question was changed. */
export function expectedAnswer(state: Known): string | null {
  const experiment = shownExperiment(state.session);
  const own = experiment === null ? null : knownAnswer(experiment.plan);
  if (own !== null) return own.answer;
  const image = imageOf(state.session);
  if (experiment === null || image === null || image.answer === null) return null;
  const item = itemOf(state, image);
  return item === undefined || asksFor(item, experiment.plan.question) ? image.answer : null;
}
