/** Earlier runs, stored in the browser when another one starts, so that the two can be compared. */
import { withKept } from "./kept-store.ts";

/** An earlier run as listed. */
export interface KeptRun {
  readonly id: number;
  readonly suite: string;
  readonly model: string;
  readonly items: number;
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number;
  /** The text of its results file. */
  readonly text: string;
}

/** Beyond this number the oldest is deleted. */
const MOST_RUNS = 8;

/** Newest first; empty where the browser stores nothing. */
export async function readRuns(): Promise<readonly KeptRun[]> {
  const runs = await withKept<KeptRun[]>("runs", "readonly", (store) => store.getAll());
  return runs.ok ? runs.value.reverse() : [];
}

/** Stores a run. Without room for it the new run starts in any case. */
export async function keepRun(run: Omit<KeptRun, "id">): Promise<void> {
  await withKept("runs", "readwrite", (store) => store.add(run));
  for (const { id } of (await readRuns()).slice(MOST_RUNS))
    await withKept("runs", "readwrite", (store) => store.delete(id));
}
