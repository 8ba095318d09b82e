/**
 * The results of the last run, stored in the browser line by line as they arrive, so that a reload loses nothing. The lines
 * are those of the results file.
 */
import { type Outcome, success } from "../../../base/outcome.ts";
import { withKept } from "./kept-store.ts";

/** Adds one line, with its end. */
export async function appendLine(line: string): Promise<Outcome<null>> {
  const added = await withKept("lines", "readwrite", (lines) => lines.add(line));
  return added.ok ? success(null) : added;
}

/** All lines as one text; empty where nothing is stored. */
export async function readLines(): Promise<Outcome<string>> {
  const lines = await withKept<string[]>("lines", "readonly", (store) => store.getAll());
  return lines.ok ? success(lines.value.join("")) : lines;
}

export async function forgetLines(): Promise<Outcome<null>> {
  const cleared = await withKept("lines", "readwrite", (lines) => lines.clear());
  return cleared.ok ? success(null) : cleared;
}
