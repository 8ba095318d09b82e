/** Lists, opens and deletes the models that this browser stores. */
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Manifest } from "../model/manifest/manifest.ts";
import type { KeptModel } from "../source/offer.ts";
import type { Depot } from "./depot.ts";
import type { FileSet } from "./file-set.ts";
import { withFreeLock } from "./locks.ts";
import { type Note, readNote, readNotes, removeNote } from "./notes.ts";
import { distinctFiles, presentBytes } from "./transfer/download.ts";

async function describe(depot: Depot, { manifest, base }: Note): Promise<KeptModel> {
  const { id, title, licence, source } = manifest;
  const bytes = distinctFiles(manifest).reduce((sum, file) => sum + file.bytes, 0);
  const sizes = await presentBytes(depot, manifest);
  const present = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const whole = await Promise.all(distinctFiles(manifest).map((file) => depot.whole(file.sha256)));
  const order = base === null ? null : ({ kind: "hub", base, manifest: JSON.stringify(manifest) } as const);
  return {
    id,
    title,
    licence,
    source,
    bytes,
    present,
    whole: whole.every((file) => file !== null),
    order,
  };
}

/** All stored models, complete or partial. */
export async function listKept(depot: Depot): Promise<readonly KeptModel[]> {
  const notes = await readNotes(depot);
  return Promise.all(notes.map((note) => describe(depot, note)));
}

/** The files of a stored model, read in place. They were verified on arrival. */
export async function openKept(
  depot: Depot,
  id: ModelId,
): Promise<Outcome<{ manifest: Manifest; files: FileSet }>> {
  const note = await readNote(depot, id);
  const hint = "Open the list of models and download it again.";
  if (note === null) return failure("notFound", "This browser no longer stores that model.", hint);
  const files = new Map<string, Blob>();
  for (const { path, sha256 } of note.manifest.files) {
    const file = await depot.whole(sha256);
    if (file === null) return failure("notFound", `${path} is missing or incomplete.`, hint);
    files.set(path, file);
  }
  return success({ manifest: note.manifest, files });
}

/** Deletes a stored model and its files, except those that other models share. */
export async function removeKept(depot: Depot, id: ModelId): Promise<Outcome<null>> {
  const notes = await readNotes(depot);
  const gone = notes.find((note) => note.manifest.id === id);
  if (gone === undefined) return success(null);
  const others = notes.filter((note) => note !== gone).flatMap((note) => note.manifest.files);
  const shared = new Set(others.map((file) => file.sha256));
  for (const { sha256 } of distinctFiles(gone.manifest)) {
    if (shared.has(sha256)) continue;
    const done = await withFreeLock(`fovea-file-${sha256}`, async () => {
      await depot.discard(sha256);
      return true;
    });
    if (done === null)
      return failure(
        "badInput",
        "Another tab of this browser is downloading this model.",
        "Stop it there, then delete it.",
      );
  }
  await removeNote(depot, id);
  return success(null);
}
