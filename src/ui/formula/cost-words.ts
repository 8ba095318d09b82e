/** What a formula costs beyond the numbers that there are, as sentences: its sums over the vocabulary, and attention. */
import type { Checked } from "../../formula/term.ts";
import { count } from "../shared/format.ts";

interface Extent {
  /** Of the vocabulary; null where no model is open. */
  readonly vocabulary: number | null;
  /** How many tokens are scored, each against how many other sides; null where an answer is not given yet: then for each token. */
  readonly scored: { readonly tokens: number; readonly sides: number } | null;
  /** Answers for each of which attention takes two more passes; null for each answer. */
  readonly answers: number | null;
}

const attends = ({ quantities }: Pick<Checked, "quantities">): boolean =>
  quantities.some((quantity) => quantity.of === "attention");

/** The worst cost; empty for a formula that costs nothing more. */
export function costWords(
  formula: Pick<Checked, "sums" | "quantities">,
  { vocabulary, scored, answers }: Extent,
): string {
  const { length } = formula.sums;
  const each = scored === null ? 1 : scored.tokens * scored.sides;
  const terms = vocabulary === null ? null : length * vocabulary * each;
  const most =
    terms === null ? "" : `: at most ${count(terms, "term")}${scored === null ? " for each token" : ""}`;
  const passes = answers === null ? "two more passes for each answer" : `${2 * answers} more passes`;
  return [
    ...(length === 0 ? [] : [`${count(length, "sum")} over the vocabulary${most}.`]),
    ...(attends(formula) ? [`Attention: at most ${passes}.`] : []),
  ].join(" ");
}
