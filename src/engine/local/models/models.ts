/** Finding, downloading and storing models, in the worker: implements ModelsApi. */
import type { ModelId, RunId } from "../../../base/ids.ts";
import { failure, faultFrom, type Outcome, success } from "../../../base/outcome.ts";
import { parseManifest } from "../../../model/manifest/manifest.ts";
import { type PublishedEntry, parsePublished } from "../../../model/manifest/published.ts";
import type { DeviceTraits } from "../../../source/mix.ts";
import type { ModelsApi, OnTransfer } from "../../../source/models-api.ts";
import type { EngineMemory, Order, Stock, Storage } from "../../../source/offer.ts";
import { HUB, type LocalFile } from "../../../source/source.ts";
import { copying } from "../../../store/copy.ts";
import type { Depot } from "../../../store/depot.ts";
import { folderName, openLocal, verifyLocal } from "../../../store/folder.ts";
import { baseOf, lookUp } from "../../../store/hub/hub.ts";
import { listFolder, listRepository, type Repository } from "../../../store/hub/listing.ts";
import { listKept, removeKept } from "../../../store/kept.ts";
import { openDepot } from "../../../store/opfs.ts";
import { fetching, type Intake, takeIn } from "../../../store/transfer/download.ts";
// The code that opens a stored model is loaded too, so that it is available offline.
import "./open-stored.ts";
import { NEVER, sleep } from "../../../base/signal.ts";
import { createRuns } from "../queue/runs.ts";

/** The state of the engine: its device, and the memory of its open models. */
export interface ModelsPorts {
  deviceTraits(): DeviceTraits;
  memory(): EngineMemory;
}

const NOTHING_KEPT =
  "This browser stores nothing for this page: that needs https or localhost, and a window that is not private.";

async function depotOf(): Promise<Depot | null> {
  try {
    return await openDepot();
  } catch {
    return null;
  }
}

async function storageOf(): Promise<Storage | null> {
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    return { used: usage, allowed: quota, persistent: await navigator.storage.persisted() };
  } catch {
    return null;
  }
}

async function fetchPublished(url: string): Promise<Outcome<readonly PublishedEntry[]>> {
  try {
    const response = await fetch(url);
    if (!response.ok)
      return failure(
        "notFound",
        `The server answered the request for the list of models with status ${response.status}.`,
      );
    return parsePublished(await response.json());
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, "Reload the page.") };
  }
}

async function stockOf(published: readonly PublishedEntry[]): Promise<Stock> {
  const depot = await depotOf();
  return {
    published: published.map(({ files, shape, ...rest }) => ({
      ...rest,
      listed: files.length > 0 && shape !== null,
    })),
    kept: depot === null ? [] : await listKept(depot),
    storage: depot === null ? null : await storageOf(),
    note: depot === null ? NOTHING_KEPT : "",
  };
}

/** Everything that a transfer needs besides its files. */
async function intakeOf(
  signal: AbortSignal,
  emit: OnTransfer,
): Promise<Omit<Intake, "manifest" | "base" | "fill"> | null> {
  const depot = await depotOf();
  if (depot === null) return null;
  return {
    depot,
    signal,
    storage: storageOf,
    events: {
      progress: (done, total, bytesPerSecond) => emit({ kind: "progress", done, total, bytesPerSecond }),
      waiting: (why) => emit({ kind: "waiting", why }),
    },
  };
}

const noRoom = () => failure("unsupported", NOTHING_KEPT, "Open a folder on disk instead.");

async function download(
  order: Order,
  signal: AbortSignal,
  emit: OnTransfer,
): Promise<Outcome<ModelId | null>> {
  if (order.kind !== "hub") return failure("bug", "Files on disk are not downloaded.");
  const manifest = parseManifest(JSON.parse(order.manifest));
  if (!manifest.ok) return manifest;
  const intake = await intakeOf(signal, emit);
  if (intake === null) return noRoom();
  const fill = fetching(new URL(order.base), signal, sleep);
  return takeIn({ ...intake, manifest: manifest.value, base: order.base, fill });
}

async function keepCopy(
  files: readonly LocalFile[],
  mix: string | null,
  signal: AbortSignal,
  emit: OnTransfer,
): Promise<Outcome<ModelId | null>> {
  const folder = await openLocal(files, folderName(files));
  if (!folder.ok) return folder;
  const intake = await intakeOf(signal, emit);
  if (intake === null) return noRoom();
  intake.events.waiting("Checking the files on disk first.");
  const manifest = await verifyLocal(folder.value, mix, signal, (done, total) =>
    intake.events.progress(done, total, 0),
  );
  if (!manifest.ok || manifest.value === null) return manifest.ok ? success(null) : manifest;
  intake.events.waiting(null);
  const fill = copying(folder.value.files, signal);
  return takeIn({ ...intake, manifest: manifest.value, base: null, fill });
}

/** A published model if all its files and its shape are listed; otherwise null. */
function knownRepository({ repository, revision, ...entry }: PublishedEntry): Repository | null {
  const { title, licence, knows, files, shape } = entry;
  if (shape === null) return null;
  const id = `${repository}@${revision.slice(0, 12)}`;
  const about = { id, title, licence, knows, source: `${HUB}/${repository}/tree/${revision}` };
  return { title: about, revision, base: baseOf({ repository, revision }), files, shape };
}

export function createModels(ports: ModelsPorts): ModelsApi & { cancel(id: RunId): void } {
  const runs = createRuns(async (outcome) => outcome);
  let published: readonly PublishedEntry[] = [];

  return {
    cancel: runs.cancel,
    async stock(url) {
      const fetched = published.length > 0 ? success(published) : await fetchPublished(url);
      if (!fetched.ok) return fetched;
      published = fetched.value;
      return success(await stockOf(published));
    },
    async known(repository) {
      const entry = published.find((candidate) => candidate.repository === repository);
      const known = entry === undefined ? null : knownRepository(entry);
      return known === null ? success(null) : listRepository(known, ports.deviceTraits(), await depotOf());
    },
    async lookUp(address) {
      const found = await lookUp(address, NEVER);
      if (!found.ok) return found;
      const known = published.find(({ repository }) => repository === address.repository);
      const title = { ...found.value.title, ...(known && { knows: known.knows, licence: known.licence }) };
      return listRepository({ ...found.value, title }, ports.deviceTraits(), await depotOf());
    },
    async lookInto(files) {
      const folder = await openLocal(files, folderName(files));
      return folder.ok ? listFolder(folder.value, ports.deviceTraits()) : folder;
    },
    download: (id, order, onEvent) => runs.run(id, onEvent, (signal) => download(order, signal, onEvent)),
    keepCopy: (id, files, mix, onEvent) =>
      runs.run(id, onEvent, (signal) => keepCopy(files, mix, signal, onEvent)),
    async remove(id) {
      const depot = await depotOf();
      return depot === null ? success(null) : removeKept(depot, id);
    },
    memory: async () => ports.memory(),
  };
}
