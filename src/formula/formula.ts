/** A formula from its text: parsed and checked, each text once. */
import { check } from "./check.ts";
import { parse } from "./parse.ts";
import type { Constant, Result } from "./syntax.ts";
import type { Checked } from "./term.ts";

const MOST_KEPT = 64;
const kept = new Map<string, Result<Checked>>();

/** The checked formula, or the first problem with its place. */
export function readFormula(text: string): Result<Checked> {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  const found = parsed.ok ? check(parsed.value) : parsed;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, found);
  return found;
}

/** The text with another value of a constant, which must be one of its own. */
export function withConstant(text: string, { valuePlace: { from, to } }: Constant, value: number): string {
  return `${text.slice(0, from)}${value}${text.slice(to)}`;
}
