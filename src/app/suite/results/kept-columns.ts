/** The column roles that a person chose, stored in the browser for further suites with the same columns. */
import type { Columns } from "../../../suite/open/columns/columns.ts";
import { withKept } from "./kept-store.ts";

interface KeptColumns {
  /** All column names, as JSON. */
  readonly names: string;
  readonly columns: Columns;
}

/** Stores the roles, or deletes them. Without a store they apply to this visit only. */
export async function keepColumns(names: readonly string[], columns: Columns | null): Promise<void> {
  const key = JSON.stringify(names);
  if (columns === null) await withKept("columns", "readwrite", (store) => store.delete(key));
  else
    await withKept("columns", "readwrite", (store) =>
      store.put({ names: key, columns } satisfies KeptColumns),
    );
}

/** Null where no roles were chosen for such columns. */
export async function readColumns(names: readonly string[]): Promise<Columns | null> {
  const kept = await withKept<KeptColumns | undefined>("columns", "readonly", (store) =>
    store.get(JSON.stringify(names)),
  );
  return kept.ok ? (kept.value?.columns ?? null) : null;
}
