/**
 * Sessions saved in the browser (IndexedDB), each under an id of its own, with the bytes of the person's own images. A write
 * is atomic, so earlier sessions survive a full disk.
 */
import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";

/** What is known of a saved session without opening it. */
export interface SavedSession {
  /** The session's id; the name of the field is stored. */
  readonly slot: string;
  readonly title: string;
  /** When it was last written, in milliseconds since 1970. */
  readonly at: number;
  /** Number of experiments. */
  readonly experiments: number;
  /** Ids of the person's own images in it. */
  readonly pictures: readonly ImageId[];
}

export interface SessionBytes {
  /** As in a session's file. */
  readonly text: string;
  readonly pictures: ReadonlyMap<ImageId, Blob>;
}

export interface SessionStore {
  /** Faults: quota (the browser's store is full), unsupported (it stores nothing for this page). */
  keep(kept: SavedSession, bytes: SessionBytes): Promise<Outcome<null>>;
  /** The latest first. */
  list(): Promise<Outcome<readonly SavedSession[]>>;
  /** Null where there is none with that id. */
  read(savedId: string): Promise<Outcome<SessionBytes | null>>;
  forget(savedId: string): Promise<Outcome<null>>;
}

const DATABASE = "fovea-sessions";
/** By id: what is listed, and the texts. By hash: images, which several sessions may share. */
const [SLOTS, TEXTS, PICTURES] = ["slots", "texts", "pictures"] as const;

type Names = (typeof SLOTS | typeof TEXTS | typeof PICTURES)[];
type Transaction = IDBPTransaction<unknown, Names, "readwrite">;

async function openDatabase(): Promise<IDBPDatabase> {
  return openDB(DATABASE, 1, {
    upgrade(database) {
      for (const name of [SLOTS, TEXTS, PICTURES]) database.createObjectStore(name);
    },
    // A newer Fovea in another tab wants another version of the database.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
}

function faultOf(thrown: unknown) {
  const hint = "Save the session as a file; nothing of it is lost while this tab is open.";
  return thrown instanceof DOMException && thrown.name === "QuotaExceededError"
    ? failure("quota", "The browser's store is full: the session could not be saved.", hint)
    : failure("unsupported", `The session could not be saved in the browser: ${String(thrown)}`, hint);
}

/** Deletes images that no saved session uses. */
async function sweep(transaction: Transaction): Promise<void> {
  const kept: readonly SavedSession[] = await transaction.objectStore(SLOTS).getAll();
  const spoken = new Set<IDBValidKey>(kept.flatMap(({ pictures }) => pictures));
  const store = transaction.objectStore(PICTURES);
  for (const id of await store.getAllKeys()) if (!spoken.has(id)) await store.delete(id);
}

async function write(transaction: Transaction, kept: SavedSession, bytes: SessionBytes): Promise<void> {
  await transaction.objectStore(SLOTS).put(kept, kept.slot);
  await transaction.objectStore(TEXTS).put(bytes.text, kept.slot);
  const pictures = transaction.objectStore(PICTURES);
  const there = new Set(await pictures.getAllKeys());
  for (const [id, blob] of bytes.pictures) if (!there.has(id)) await pictures.put(blob, id);
  await sweep(transaction);
}

async function find(transaction: Transaction, savedId: string): Promise<SessionBytes | null> {
  const kept: SavedSession | undefined = await transaction.objectStore(SLOTS).get(savedId);
  const text: string | undefined = await transaction.objectStore(TEXTS).get(savedId);
  if (kept === undefined || text === undefined) return null;
  const pictures = new Map<ImageId, Blob>();
  for (const id of kept.pictures) {
    const blob: Blob | undefined = await transaction.objectStore(PICTURES).get(id);
    if (blob !== undefined) pictures.set(id, blob);
  }
  return { text, pictures };
}

/** The store in the browser. */
export function createSessionStore(): SessionStore {
  let opening: Promise<IDBPDatabase> | null = null;
  const within = async <T>(
    mode: "readonly" | "readwrite",
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<Outcome<T>> => {
    try {
      opening ??= openDatabase();
      const transaction = (await opening).transaction([SLOTS, TEXTS, PICTURES], mode);
      const [value] = await Promise.all([work(transaction as Transaction), transaction.done]);
      return success(value);
    } catch (thrown) {
      opening = null;
      return faultOf(thrown);
    }
  };
  return {
    keep: (kept, bytes) => within("readwrite", (all) => write(all, kept, bytes).then(() => null)),
    async list() {
      const all = await within(
        "readonly",
        (every): Promise<readonly SavedSession[]> => every.objectStore(SLOTS).getAll(),
      );
      return all.ok ? success(all.value.toSorted((a, b) => b.at - a.at)) : all;
    },
    read: (savedId) => within("readonly", (all) => find(all, savedId)),
    forget: (savedId) =>
      within("readwrite", async (all) => {
        await all.objectStore(SLOTS).delete(savedId);
        await all.objectStore(TEXTS).delete(savedId);
        await sweep(all);
        return null;
      }),
  };
}
