/** The note of each stored model: its manifest, and the address from which its download continues. */
import * as v from "valibot";
import type { ModelId } from "../base/ids.ts";
import { type Manifest, parseManifest } from "../model/manifest/manifest.ts";
import type { Depot } from "./depot.ts";

export interface Note {
  readonly manifest: Manifest;
  /** The base address of the files; null for a copy of files on disk. */
  readonly base: string | null;
}

const schema = v.object({ manifest: v.unknown(), base: v.nullable(v.pipe(v.string(), v.url())) });

/** Ids are free text, but names of files are not. */
const nameOf = (id: ModelId): string => `${encodeURIComponent(id)}.json`;

/** A note that cannot be parsed is ignored: another version of Fovea may have written it. */
async function parse(text: string | null): Promise<Note | null> {
  if (text === null) return null;
  try {
    const note = v.parse(schema, JSON.parse(text));
    const manifest = parseManifest(note.manifest);
    return manifest.ok ? { manifest: manifest.value, base: note.base } : null;
  } catch {
    return null;
  }
}

export async function readNote(depot: Depot, id: ModelId): Promise<Note | null> {
  return parse(await depot.readNote(nameOf(id)));
}

export async function readNotes(depot: Depot): Promise<readonly Note[]> {
  const texts = await Promise.all((await depot.notes()).map((name) => depot.readNote(name)));
  const notes = await Promise.all(texts.map(parse));
  return notes.filter((note) => note !== null);
}

export async function writeNote(depot: Depot, note: Note): Promise<void> {
  await depot.writeNote(nameOf(note.manifest.id), JSON.stringify(note));
}

export async function removeNote(depot: Depot, id: ModelId): Promise<void> {
  await depot.removeNote(nameOf(id));
}
