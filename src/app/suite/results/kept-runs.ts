/** Earlier runs, kept in the browser when another begins, so that the next can be held against them. */
import { withKept } from "./kept-store.ts";

/** An earlier run as it is listed. */
export interface KeptRun {
  readonly id: number;
  readonly suite: string;
  readonly model: string;
  readonly items: number;
  /** When it was put aside, in milliseconds since 1970. */
  readonly at: number;
  /** The text of its results file. */
  readonly text: string;
}

/** Beyond this many the oldest is forgotten. */
const MOST_RUNS = 8;

/** Newest first; empty where the browser keeps nothing. */
export async function readRuns(): Promise<readonly KeptRun[]> {
  const runs = await withKept<KeptRun[]>("runs", "readonly", (store) => store.getAll());
  return runs.ok ? runs.value.reverse() : [];
}

/** Puts a run aside. Without room for it the new run begins all the same. */
export async function keepRun(run: Omit<KeptRun, "id">): Promise<void> {
  await withKept("runs", "readwrite", (store) => store.add(run));
  for (const { id } of (await readRuns()).slice(MOST_RUNS))
    await withKept("runs", "readwrite", (store) => store.delete(id));
}
