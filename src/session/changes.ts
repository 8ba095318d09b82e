/** The difference between two sessions in words, announced when a step is undone or redone. */
import type { Session } from "./session.ts";

type Part = readonly [words: string, of: (session: Session) => unknown];

/** The first difference is what the step was about. */
const PARTS: readonly Part[] = [
  ["the list of answers", ({ experiments }) => experiments.map(({ id }) => id).join()],
  ["the image", ({ plan }) => plan?.image],
  ["the question", ({ plan }) => plan?.question],
  ["the box", ({ plan }) => JSON.stringify(plan?.box)],
  ["the model", ({ plan }) => JSON.stringify([plan?.model, plan?.teacher, plan?.longestEdge])],
  ["the views", ({ plan }) => JSON.stringify([plan?.student, plan?.others])],
  ["a formula", ({ settings }) => JSON.stringify(settings.formulas)],
  ["the settings", ({ settings }) => JSON.stringify(settings)],
  ["the answer that is shown", ({ shown }) => shown],
  ["a verdict", ({ experiments }) => JSON.stringify(experiments.map(({ verdicts }) => verdicts))],
  ["a note", ({ experiments }) => JSON.stringify(experiments.map(({ note }) => note))],
  ["the title", ({ title }) => title],
];

/** Such as "the box"; null where nothing differs that a person set. */
export function changeWords(before: Session, after: Session): string | null {
  return PARTS.find(([, of]) => of(before) !== of(after))?.[0] ?? null;
}
