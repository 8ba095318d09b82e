/** The data behind each item of the last run, in the browser's store and not in memory: a suite may have thousands. */
import type { ItemEvidence } from "../../../suite/run/evidence.ts";
import { withKept } from "./kept-store.ts";

/** Without room for it an item is asked again when it is opened; its result counts in any case. */
export async function keepEvidence(evidence: ItemEvidence): Promise<void> {
  await withKept("evidence", "readwrite", (store) => store.put(evidence));
}

/** Null where nothing is stored for the item. */
export async function readEvidence(id: string): Promise<ItemEvidence | null> {
  const kept = await withKept<ItemEvidence | undefined>("evidence", "readonly", (store) => store.get(id));
  return kept.ok ? (kept.value ?? null) : null;
}

export async function forgetEvidence(): Promise<void> {
  await withKept("evidence", "readwrite", (store) => store.clear());
}
