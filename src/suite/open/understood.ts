/** What was understood of a suite, in sentences: above its items on the page, and on the command line. */
import { interpretationName, interpretationWords } from "./boxes/box-interpretation.ts";
import type { SuiteEntry } from "./entry.ts";
import { boxesAreDoubtful, type OpenedSuite } from "./open-suite.ts";

/** What a suite misses where nothing in it says where to look. */
export const NO_REGION =
  "None of its items has a box or a close-up: there is nothing to zoom into, so no close-up is asked about and no gap can be measured.";

function regionWords(entries: readonly SuiteEntry[]): string {
  const without = entries.filter(({ region }) => region.kind === "none").length;
  return without === 0 || without === entries.length ? "" : `${without} of its items have no box.`;
}

/** Notes in the order in which a person needs them; none for a suite in which nothing had to be guessed. */
export function understoodNotes(suite: Pick<OpenedSuite, "entries" | "notes">): readonly string[] {
  const { entries, notes } = suite;
  const nowhere = entries.length > 0 && entries.every(({ region }) => region.kind === "none");
  const regions = nowhere ? NO_REGION : regionWords(entries);
  return [regions, ...notes].filter((note) => note !== "");
}

/** How the boxes are read, as a line of a command; null where there is none that could be read otherwise. */
export function boxesLine(suite: OpenedSuite): string | null {
  const { boxInterpretation, boxesAreGiven, inferredBoxes } = suite;
  if (boxInterpretation === null) return null;
  const because = boxesAreGiven || inferredBoxes === null ? "" : ` ${inferredBoxes.reason}`;
  const names = (inferredBoxes?.alternatives ?? []).map((each) => `--boxes ${interpretationName(each)}`);
  const ask = boxesAreDoubtful(suite) ? ` Say it with ${names.join(" or ")}.` : "";
  return `Boxes are read as ${interpretationWords(boxInterpretation)}.${because}${ask}`;
}
