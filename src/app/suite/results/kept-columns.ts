/** What a person said of the columns of a suite, kept in the browser for the next time that a suite has these columns. */
import type { Columns } from "../../../suite/open/columns/columns.ts";
import { withKept } from "./kept-store.ts";

interface KeptColumns {
  /** All names of columns, as JSON. */
  readonly names: string;
  readonly columns: Columns;
}

/** Keeps it, or forgets what was kept. Without a store the suite is read so all the same, this time. */
export async function keepColumns(names: readonly string[], columns: Columns | null): Promise<void> {
  const key = JSON.stringify(names);
  if (columns === null) await withKept("columns", "readwrite", (store) => store.delete(key));
  else
    await withKept("columns", "readwrite", (store) =>
      store.put({ names: key, columns } satisfies KeptColumns),
    );
}

/** Null where nothing was said of such columns. */
export async function readColumns(names: readonly string[]): Promise<Columns | null> {
  const kept = await withKept<KeptColumns | undefined>("columns", "readonly", (store) =>
    store.get(JSON.stringify(names)),
  );
  return kept.ok ? (kept.value?.columns ?? null) : null;
}
