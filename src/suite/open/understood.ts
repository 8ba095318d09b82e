/** How a suite was interpreted, in sentences: above its items on the page, and on the command line. */
import { interpretationName, interpretationWords } from "./boxes/box-interpretation.ts";
import type { SuiteEntry } from "./entry.ts";
import { boxesAreDoubtful, type OpenedSuite } from "./open-suite.ts";

/** What is missing in a suite without any evidence region. */
export const NO_REGION =
  "None of its items has a box or an evidence crop, so no crop is asked about and no gap can be measured.";

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

/** How the boxes are interpreted, as a line for the command line; null where no box had to be interpreted. */
export function boxesLine(suite: OpenedSuite): string | null {
  const { boxInterpretation, boxesAreGiven, inferredBoxes } = suite;
  if (boxInterpretation === null) return null;
  const because = boxesAreGiven || inferredBoxes === null ? "" : ` ${inferredBoxes.reason}`;
  const names = (inferredBoxes?.alternatives ?? []).map((each) => `--boxes ${interpretationName(each)}`);
  const ask = boxesAreDoubtful(suite) ? ` Choose with ${names.join(" or ")}.` : "";
  return `Boxes are read as ${interpretationWords(boxInterpretation)}.${because}${ask}`;
}
