/** Drives a run: asks item after item, writes each result at once, and keeps nothing of it. */
import type { Fault, FaultKind, Outcome } from "../../base/outcome.ts";
import type { ItemResult, ResultRecord } from "../results/result.ts";
import { nextItem, type SuiteRun, type SuiteRunEvent, step } from "./runner.ts";

/** What driving needs of the world. */
export interface Track {
  run(): SuiteRun;
  /** Keeps the run that followed an event. */
  keep(run: SuiteRun): void;
  /** Null: cancelled on the way; the item is then asked again when the run goes on. */
  ask(id: string): Promise<Outcome<ItemResult | null>>;
  /** Appends to the results file; a fault (a full disk) halts the run before the item counts. */
  append(record: ResultRecord): Promise<Outcome<null>>;
  /** Milliseconds of any clock. */
  now(): number;
}

/** Faults of the engine, the disk and the line: the next item would meet them too. */
const HALTING: readonly FaultKind[] = [
  "deviceLost",
  "workerLost",
  "outOfMemory",
  "unreliable",
  "network",
  "quota",
  "bug",
];

/** Whether a run halts at such a fault rather than failing every item that is left. */
export const halts = ({ kind }: Fault): boolean => HALTING.includes(kind);

/** Goes on until the run no longer runs. An item's own fault (a broken image) is written as its result. */
export async function drive(track: Track): Promise<void> {
  const tell = (event: SuiteRunEvent): void => track.keep(step(track.run(), event));
  for (let id = nextItem(track.run()); id !== null; id = nextItem(track.run())) {
    const start = track.now();
    const asked = await track.ask(id);
    if (!asked.ok && halts(asked.fault)) {
      tell({ kind: "halt", fault: asked.fault });
      return;
    }
    if (asked.ok && asked.value === null) continue;
    if (track.run().phase.kind === "stopped") return;
    const record = asked.ok ? asked.value : { id, failed: asked.fault.message };
    if (record === null) continue;
    const kept = await track.append(record);
    if (!kept.ok) {
      tell({ kind: "halt", fault: kept.fault });
      return;
    }
    tell({ kind: "itemDone", id, seconds: (track.now() - start) / 1000 });
  }
}
