/** Opens results, without a model, in either of their formats. */
import { failure, type Outcome } from "../../base/outcome.ts";
import { readJsonl } from "./jsonl.ts";
import type { Results } from "./result.ts";
import { readTable } from "./table.ts";

/** JSON lines begin with a brace, tables with a comment. */
export function openResults(text: string): Outcome<Results> {
  const plain = text.replace(/^\uFEFF/, "");
  if (plain.trim() === "") return failure("badInput", "The results file is empty.", "Choose another one.");
  return plain.startsWith("#") ? readTable(plain) : readJsonl(plain);
}
