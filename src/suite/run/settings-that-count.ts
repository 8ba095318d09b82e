/** Which settings of scoring affect a suite. */
import type { SuiteEntry } from "../open/entry.ts";
import type { AskSettings } from "./ask-entry.ts";

type Scored = Pick<SuiteEntry, "choices" | "evidence">;

/** Whether any item has choices, which can be compared by likelihood, lettered and shuffled. */
export function hasChoices(entries: readonly Scored[]): boolean {
  return entries.some(({ choices }) => choices.length > 0);
}

/** Whether any answer is compared as a text, where the setting for number words and articles matters. */
export function comparesTexts(
  entries: readonly Scored[],
  { choices: mode, samples }: Pick<AskSettings, "choices" | "samples">,
): boolean {
  const written = mode === "letter" || samples.count > 0;
  return entries.some(({ choices, evidence }) => (choices.length > 0 ? written : evidence.length === 0));
}
