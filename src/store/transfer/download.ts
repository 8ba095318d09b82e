/** Brings a whole model into the depot: checks the space, then transfers the missing files, one after the other, one tab at a time. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Manifest, ModelFile } from "../../model/manifest/manifest.ts";
import type { Storage } from "../../source/offer.ts";
import { createPace } from "../../source/pace.ts";
import type { Depot } from "../depot.ts";
import { withLock } from "../locks.ts";
import { writeNote } from "../notes.ts";
import type { TransferEnd } from "./arrivals.ts";
import { runTransfer } from "./transfer.ts";

/** The minimum interval between progress events, in milliseconds. */
const REPORT_EVERY_MS = 120;
/** Space to leave free, in bytes: for the notes, and because the browser rounds its figures. */
const SPARE = 8e6;

export interface DownloadEvents {
  progress(done: number, total: number, bytesPerSecond: number): void;
  waiting(why: string | null): void;
}

/** How one file is filled: downloaded or copied. */
export type Fill = (
  file: ModelFile,
  part: Awaited<ReturnType<Depot["openPart"]>>,
  onBytes: (inFile: number) => void,
  onWait: (why: string | null) => void,
) => Promise<TransferEnd>;

export interface Intake {
  readonly depot: Depot;
  readonly manifest: Manifest;
  /** The address from which a download continues; null for a copy. */
  readonly base: string | null;
  readonly signal: AbortSignal;
  readonly events: DownloadEvents;
  readonly fill: Fill;
  storage(): Promise<Storage | null>;
}

/** The distinct files of a manifest: two paths may have the same content. */
export function distinctFiles(manifest: Manifest): readonly ModelFile[] {
  return [...new Map(manifest.files.map((file) => [file.sha256, file])).values()];
}

/** How many bytes of each file of a manifest are present, by hash. */
export async function presentBytes(depot: Depot, manifest: Manifest): Promise<ReadonlyMap<string, number>> {
  const sizes = distinctFiles(manifest).map(async ({ sha256, bytes }) => {
    const whole = await depot.whole(sha256);
    return [sha256, whole === null ? Math.min(await depot.partSize(sha256), bytes) : bytes] as const;
  });
  return new Map(await Promise.all(sizes));
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

async function checkRoom(intake: Intake, missing: number): Promise<Outcome<null>> {
  const storage = await intake.storage();
  if (storage === null || storage.allowed - storage.used >= missing + SPARE) return success(null);
  const megabytes = (bytes: number): string => Math.max(0, Math.round(bytes / 1e6)).toLocaleString("en");
  return failure(
    "quota",
    `The download needs ${megabytes(missing)} MB, and this browser allows the page ${megabytes(storage.allowed - storage.used)} MB more.`,
    "Delete a stored model or free disk space; private windows get little storage.",
  );
}

/** Reports progress over all files, at most every REPORT_EVERY_MS. */
function createReporter(events: DownloadEvents, present: Map<string, number>, total: number) {
  const pace = createPace();
  let last = Number.NEGATIVE_INFINITY;
  return (sha256: string, inFile: number): void => {
    present.set(sha256, inFile);
    const done = sum(present.values());
    const now = performance.now();
    if (now - last < REPORT_EVERY_MS && done < total) return;
    last = now;
    events.progress(done, total, pace.at(done, now));
  };
}

/** Transfers one file while no other tab does; returns "whole" at once if another tab has finished it. */
async function takeFile(
  intake: Intake,
  file: ModelFile,
  onBytes: (inFile: number) => void,
): Promise<TransferEnd> {
  const { depot, signal, events } = intake;
  const onWait = (waiting: boolean): void =>
    events.waiting(
      waiting ? "Another tab of this browser is downloading this file. This tab waits for it." : null,
    );
  const end = await withLock(`fovea-file-${file.sha256}`, signal, onWait, async (): Promise<TransferEnd> => {
    if ((await depot.whole(file.sha256)) !== null) {
      onBytes(file.bytes);
      return { kind: "whole" };
    }
    const part = await depot.openPart(file.sha256);
    let filled: TransferEnd;
    try {
      filled = await intake.fill(file, part, onBytes, events.waiting);
    } finally {
      part.close();
    }
    if (filled.kind === "whole") await depot.finish(file.sha256);
    return filled;
  });
  return end ?? { kind: "stopped" };
}

/** Transfers the missing files of a model; null if it was stopped, which keeps what has arrived. */
export async function takeIn(intake: Intake): Promise<Outcome<ModelId | null>> {
  const { manifest, depot, base } = intake;
  const files = distinctFiles(manifest);
  const total = sum(files.map((file) => file.bytes));
  const present = new Map(await presentBytes(depot, manifest));
  const room = await checkRoom(intake, total - sum(present.values()));
  if (!room.ok) return room;
  await writeNote(depot, { manifest, base });
  const report = createReporter(intake.events, present, total);
  for (const file of files) {
    report(file.sha256, present.get(file.sha256) ?? 0);
    const end = await takeFile(intake, file, (inFile) => report(file.sha256, inFile));
    if (end.kind === "stopped") return success(null);
    if (end.kind === "fault") return { ok: false, fault: end.fault };
  }
  return success(manifest.id);
}

/** A `Fill` that downloads from a base address. */
export function fetching(
  base: URL,
  signal: AbortSignal,
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Fill {
  return (file, part, onBytes, onWait) =>
    runTransfer({
      url: new URL(file.at ?? file.path, base),
      file,
      part,
      signal,
      fetch: (input, init) => fetch(input, init),
      sleep,
      onBytes,
      onWait,
    });
}
