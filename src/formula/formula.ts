/** A formula from its text: parsed and checked, each text once. */
import { check } from "./check.ts";
import { parse } from "./parse.ts";
import type { Constant, Result } from "./syntax.ts";
import type { Checked } from "./term.ts";

const MOST_KEPT = 64;
const kept = new Map<string, Result<Checked>>();

function checkedText(text: string): Result<Checked> {
  const parsed = parse(text);
  return parsed.ok ? check(parsed.value) : parsed;
}

/** The checked formula, or the first problem with its place. */
export function readFormula(text: string): Result<Checked> {
  const found = kept.get(text) ?? checkedText(text);
  // The one that was read last lies at the end; the first was not read for the longest time.
  kept.delete(text);
  kept.set(text, found);
  const [first] = kept.keys();
  if (kept.size > MOST_KEPT && first !== undefined) kept.delete(first);
  return found;
}

/** The text with another value of a constant, which must be one of its own. */
export function withConstant(text: string, { valuePlace: { from, to } }: Constant, value: number): string {
  return `${text.slice(0, from)}${value}${text.slice(to)}`;
}
