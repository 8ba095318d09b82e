/** Drives a run: asks item after item and writes each result at once, keeping none in memory. */
import type { Fault, FaultKind, Outcome } from "../../base/outcome.ts";
import type { ItemResult, ResultRecord } from "../results/result.ts";
import { nextItem, type SuiteRun, type SuiteRunEvent, step } from "./runner.ts";

/** What driving a run needs from outside. */
export interface Track {
  run(): SuiteRun;
  /** Before each item: waits while others go first or the run is paused; false if it was stopped. */
  goOn(): Promise<boolean>;
  /** Stores the run after an event. */
  keep(run: SuiteRun): void;
  /** Null where it was cancelled; the item is then asked again when the run continues. */
  ask(id: string): Promise<Outcome<ItemResult | null>>;
  /** Appends to the results file; a fault (a full disk) halts the run before the item counts. */
  append(record: ResultRecord): Promise<Outcome<null>>;
  /** The time of any clock, in milliseconds. */
  now(): number;
}

/** Faults of the engine, the disk and the network, which the next item would meet too. */
const HALTING: readonly FaultKind[] = [
  "deviceLost",
  "workerLost",
  "outOfMemory",
  "unreliable",
  "network",
  "quota",
  "bug",
  "unreachable",
  "unauthorised",
  "rateLimited",
  "noVision",
];

/** Whether a run halts at such a fault rather than failing every remaining item. */
export const halts = ({ kind }: Fault): boolean => HALTING.includes(kind);

/** Continues until the run stops running. An item's own fault (a broken image) is written as its result. */
export async function drive(track: Track): Promise<void> {
  const handle = (event: SuiteRunEvent): void => track.keep(step(track.run(), event));
  const next = async (): Promise<string | null> => ((await track.goOn()) ? nextItem(track.run()) : null);
  for (let id = await next(); id !== null; id = await next()) {
    const start = track.now();
    const asked = await track.ask(id);
    if (!asked.ok && halts(asked.fault)) {
      handle({ kind: "halt", fault: asked.fault });
      return;
    }
    if (asked.ok && asked.value === null) continue;
    if (track.run().phase.kind === "stopped") return;
    const record = asked.ok ? asked.value : { id, failed: asked.fault.message };
    if (record === null) continue;
    const kept = await track.append(record);
    if (!kept.ok) {
      handle({ kind: "halt", fault: kept.fault });
      return;
    }
    handle({ kind: "itemDone", id, seconds: (track.now() - start) / 1000 });
  }
}
