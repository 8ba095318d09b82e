/** The results of a run that ended early, for a run that goes on with the rest. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { openResults } from "./open-results.ts";
import { parseHeader, type ResultRecord, type ResultsHeader } from "./result.ts";

/** What was asked, without where: another build or device may go on. */
function askedOf({ card: _, ...asked }: ResultsHeader): string {
  return JSON.stringify(asked);
}

/**
 * The items of a results file, those that failed included, if the run that is about to begin asks the same of the same weights.
 * Faults: badInput (no results, another model, suite or other settings).
 */
export function recordsOf(text: string, now: ResultsHeader): Outcome<readonly ResultRecord[]> {
  const opened = openResults(text);
  if (!opened.ok) return opened;
  const { header, items, failed } = opened.value;
  // Read back, so that both have their fields in one order.
  const read = parseHeader(JSON.parse(JSON.stringify(now)));
  const same =
    "header" in read &&
    askedOf(read.header) === askedOf(header) &&
    now.card.weightsSha256 === header.card.weightsSha256;
  return same
    ? success([...items, ...failed])
    : failure(
        "badInput",
        "The results that are to be continued are of another model, another suite or other settings.",
        "Repeat the options of that run, or choose another file.",
      );
}
