/** From this browser's storage, or from the disk, to a verified manifest and its files. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Manifest } from "../../../model/manifest/manifest.ts";
import type { ModelSource } from "../../../source/source.ts";
import type { FileSet } from "../../../store/file-set.ts";
import { folderName, openLocal, verifyLocal } from "../../../store/folder.ts";
import { openKept } from "../../../store/kept.ts";
import { openDepot } from "../../../store/opfs.ts";

/** A model's files, found and verified, before any of them is opened. */
export interface OpenFiles {
  readonly manifest: Manifest;
  readonly files: FileSet;
}

export type OnProgress = (stage: "download" | "check", done: number, total: number) => void;

async function fromDisk(
  source: Extract<ModelSource, { kind: "files" }>,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Outcome<OpenFiles | null>> {
  const folder = await openLocal(source.files, folderName(source.files));
  if (!folder.ok) return folder;
  const manifest = await verifyLocal(folder.value, source.mix, signal, (done, total) =>
    onProgress("check", done, total),
  );
  if (!manifest.ok || manifest.value === null) return manifest.ok ? success(null) : manifest;
  const files = new Map(folder.value.files.map(({ path, file }) => [path, file]));
  return success({ manifest: manifest.value, files });
}

/** Opens the files of a source other than the page's server; null if it was stopped. */
export async function openStored(
  source: Extract<ModelSource, { kind: "kept" | "files" }>,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Outcome<OpenFiles | null>> {
  if (source.kind === "files") return fromDisk(source, signal, onProgress);
  const depot = await openDepot().catch(() => null);
  return depot === null
    ? failure("unsupported", "This browser stores no models for this page.", "Download it in another window.")
    : openKept(depot, source.id);
}
