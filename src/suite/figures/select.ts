/** Which items a table shows. */
import type { ItemResult } from "../results/result.ts";
import { type Cell, cellOf, type Ids } from "./cell.ts";

export interface Filter {
  /** Items of a chart's mark; null for all. */
  readonly ids: Ids | null;
  readonly dimension: string | null;
  readonly cell: Cell | null;
  /** Must occur in the id, the question or an answer, in upper or lower case. */
  readonly words: string;
}

export const EVERYTHING: Filter = { ids: null, dimension: null, cell: null, words: "" };

function holds(item: ItemResult, words: string): boolean {
  const answers = Object.values(item.looks).map((answer) => answer?.text ?? "");
  const text = [item.id, item.question, item.answer, ...answers].join("\n").toLowerCase();
  return text.includes(words.trim().toLowerCase());
}

/** The items that pass every part of the filter, in their order. */
export function selectItems(items: readonly ItemResult[], filter: Filter): readonly ItemResult[] {
  const ids = filter.ids === null ? null : new Set(filter.ids);
  return items.filter(
    (item) =>
      (ids === null || ids.has(item.id)) &&
      (filter.dimension === null || item.dimension === filter.dimension) &&
      (filter.cell === null || cellOf(item) === filter.cell) &&
      (filter.words.trim() === "" || holds(item, filter.words)),
  );
}
