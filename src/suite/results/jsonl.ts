/** Results as JSON lines: the header, then one line per item in the order of asking, so that a run can append to it. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import {
  gather,
  parseHeader,
  parseRecord,
  type ResultRecord,
  type Results,
  type ResultsHeader,
} from "./result.ts";

/** One line with its end. */
export function resultLine(value: ResultsHeader | ResultRecord): string {
  return `${JSON.stringify(value)}\n`;
}

/** The whole file. */
export function writeJsonl(results: Pick<Results, "header" | "items" | "failed">): string {
  return [results.header, ...results.items, ...results.failed].map(resultLine).join("");
}

function parseLine(line: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: JSON.parse(line) };
  } catch (thrown) {
    return { reason: `It is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

/** Opens a results file. Lines that cannot be read are listed; without its header the file is refused. */
export function readJsonl(text: string): Outcome<Results> {
  const [first = "", ...lines] = text.split("\n");
  const opening = parseLine(first);
  const header = "value" in opening ? parseHeader(opening.value) : opening;
  if ("reason" in header)
    return failure("badInput", `This is not a results file of Fovea. Its first line: ${header.reason}`);
  const records: ResultRecord[] = [];
  const broken: { line: number; reason: string }[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const parsed = parseLine(line);
    const read = "value" in parsed ? parseRecord(parsed.value) : parsed;
    if ("record" in read) records.push(read.record);
    else broken.push({ line: index + 2, reason: read.reason });
  });
  return success(gather(header.header, records, broken));
}
