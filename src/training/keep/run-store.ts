/** Runs that the browser keeps: their checkpoints by their SHA-256, and a note of each with its document. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import * as v from "valibot";
import { CHECKPOINT_BUDGET } from "../../lab/run/need.ts";
import type { Depot } from "../../store/depot.ts";
import type { KeptRun, WatchedImage } from "../protocol/protocol.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const hash = v.pipe(v.string(), v.hash(["sha256"]));

const noteSchema = v.object({
  name: v.string(),
  at: v.number(),
  /** Increases with each note of a run; of its two notes, the one with the larger number holds. */
  number: count,
  document: v.string(),
  checkpoints: v.array(v.object({ step: count, bytes: count, sha256: hash })),
  /** The image of the watched item; earlier versions kept none. */
  image: v.optional(v.nullable(v.object({ sha256: hash, width: count, height: count })), null),
});

type Note = v.InferOutput<typeof noteSchema>;
/** What a run consists of. */
type Content = Pick<Note, "document" | "checkpoints" | "image">;

export interface RunStore {
  /** The last one first. */
  list(): Promise<readonly KeptRun[]>;
  /** Null where there is none. */
  read(name: string): Promise<KeptRun | null>;
  /** Null where it is not kept any more. */
  checkpoint(name: string, step: number): Promise<Uint8Array | null>;
  /** Keeps the document, in the place of the one before. */
  keepDocument(name: string, document: string): Promise<void>;
  /** Keeps a checkpoint with the document so far, and deletes those after it and those beyond the budget. */
  keepCheckpoint(name: string, document: string, step: number, file: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps the image of the watched item of a run that is kept. */
  keepImage(name: string, image: WatchedImage): Promise<void>;
  remove(name: string): Promise<void>;
}

/**
 * Those that are kept of checkpoints in the order of their steps: the last one, and of the others those of evaluations, spread
 * evenly over the run as far as the budget goes.
 */
export function thinned<T extends { readonly step: number; readonly bytes: number }>(
  checkpoints: readonly T[],
  every: number,
  budget: number,
): readonly T[] {
  const last = checkpoints.at(-1);
  const kept = checkpoints.filter((each) => each === last || each.step % every === 0);
  const bytes = (): number => kept.reduce((sum, each) => sum + each.bytes, 0);
  while (kept.length > 2 && bytes() > budget) {
    const room = (i: number): number => (kept[i + 1]?.step ?? 0) - (kept[i - 1]?.step ?? 0);
    const inner = kept.slice(0, -1).map((_, i) => i);
    kept.splice(
      inner.reduce((a, b) => (room(b) < room(a) ? b : a)),
      1,
    );
  }
  return kept;
}

function everyOf(document: string): number {
  const header: unknown = JSON.parse(document.split("\n", 1)[0] ?? "");
  const every = v.safeParse(v.looseObject({ every: v.pipe(count, v.minValue(1)) }), header);
  return every.success ? every.output.every : 1;
}

function parse(text: string | null): Note | null {
  try {
    const note = v.safeParse(noteSchema, JSON.parse(text ?? "null"));
    return note.success ? note.output : null;
  } catch {
    // Cut where the tab was closed while it was written: the other note of the run holds.
    return null;
  }
}

/** A run's two notes are written in turn, so that one of them is always whole. */
const noteName = (name: string, number: number): string => `${encodeURIComponent(name)}.${number % 2}.json`;

const later = (a: Note | null, b: Note | null): Note | null =>
  a === null || (b !== null && b.number > a.number) ? b : a;

async function shown(depot: Depot, { name, at, document, checkpoints, image }: Note): Promise<KeptRun> {
  const blob = image === null ? null : await depot.whole(image.sha256);
  const kept = image === null || blob === null ? null : { blob, width: image.width, height: image.height };
  return { name, at, document, checkpoints, image: kept };
}

/** The files that a run has. */
const hashesOf = ({ checkpoints, image }: Content): readonly string[] =>
  [...checkpoints, ...(image === null ? [] : [image])].map(({ sha256 }) => sha256);

const NOTHING: Content = { document: "", checkpoints: [], image: null };

/** Keeps a file under its SHA-256. Throws a QuotaExceededError without room; nothing of it stays then. */
async function keepFile(depot: Depot, file: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = bytesToHex(sha256(file));
  if ((await depot.whole(hash)) !== null) return hash;
  const part = await depot.openPart(hash);
  try {
    part.clear();
    part.append(file);
    part.flush();
  } catch (thrown) {
    part.close();
    await depot.discard(hash);
    throw thrown;
  }
  part.close();
  await depot.finish(hash);
  return hash;
}

export function createRunStore(depot: Depot): RunStore {
  async function notes(): Promise<readonly Note[]> {
    const last = new Map<string, Note>();
    for (const name of await depot.notes()) {
      const note = parse(await depot.readNote(name));
      if (note !== null) last.set(note.name, later(note, last.get(note.name) ?? null) ?? note);
    }
    return [...last.values()];
  }

  /** Deletes files that no run has; two runs with equal settings have equal checkpoints. */
  async function discardUnused(hashes: readonly string[]): Promise<void> {
    const used = new Set((await notes()).flatMap(hashesOf));
    for (const hash of hashes) if (!used.has(hash)) await depot.discard(hash);
  }

  async function noteOf(name: string): Promise<Note | null> {
    const [even, odd] = [await depot.readNote(noteName(name, 0)), await depot.readNote(noteName(name, 1))];
    return later(parse(even), parse(odd));
  }

  /** Writes the next note of a run. Files that no note has are deleted: the former note's, or its own where it cannot be written. */
  async function write(name: string, before: Note | null, change: Partial<Content>): Promise<void> {
    const number = (before?.number ?? -1) + 1;
    const { document, checkpoints, image } = { ...NOTHING, ...before, ...change };
    const note: Note = { name, at: Date.now(), number, document, checkpoints, image };
    try {
      await depot.writeNote(noteName(name, number), JSON.stringify(note));
    } catch (thrown) {
      await discardUnused(hashesOf(note));
      throw thrown;
    }
    await discardUnused(before === null ? [] : hashesOf(before));
  }

  return {
    list: async () =>
      Promise.all((await notes()).toSorted((a, b) => b.at - a.at).map((note) => shown(depot, note))),
    async read(name) {
      const note = await noteOf(name);
      return note === null ? null : shown(depot, note);
    },
    async checkpoint(name, step) {
      const found = (await noteOf(name))?.checkpoints.find((each) => each.step === step);
      const file = found === undefined ? null : await depot.whole(found.sha256);
      return file === null ? null : new Uint8Array(await file.arrayBuffer());
    },
    async keepDocument(name, document) {
      await write(name, await noteOf(name), { document });
    },
    async keepCheckpoint(name, document, step, file) {
      const before = await noteOf(name);
      const hash = await keepFile(depot, file);
      const earlier = (before?.checkpoints ?? []).filter((each) => each.step < step);
      const added = { step, bytes: file.length, sha256: hash };
      const all = thinned([...earlier, added], everyOf(document), CHECKPOINT_BUDGET);
      await write(name, before, { document, checkpoints: [...all] });
    },
    async keepImage(name, { blob, width, height }) {
      const hash = await keepFile(depot, new Uint8Array(await blob.arrayBuffer()));
      await write(name, await noteOf(name), { image: { sha256: hash, width, height } });
    },
    async remove(name) {
      const note = await noteOf(name);
      for (const turn of [0, 1]) await depot.removeNote(noteName(name, turn));
      await discardUnused(note === null ? [] : hashesOf(note));
    },
  };
}
