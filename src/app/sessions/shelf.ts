/**
 * Sessions kept in the browser (IndexedDB): each in a slot of its own, with the bytes of the person's own pictures. A
 * write happens wholly or not at all, so what was kept before outlives a full disk.
 */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";

/** What is known of a kept session without opening it. */
export interface KeptSession {
  readonly slot: string;
  readonly title: string;
  /** When it was last written, in milliseconds since 1970. */
  readonly at: number;
  /** How many experiments it holds. */
  readonly experiments: number;
  /** The person's own pictures that it speaks of. */
  readonly pictures: readonly ImageId[];
}

export interface SessionBytes {
  /** As in a session's file. */
  readonly text: string;
  readonly pictures: ReadonlyMap<ImageId, Blob>;
}

export interface Shelf {
  /** Faults: quota (the browser's store is full), unsupported (it keeps nothing for this page). */
  keep(kept: KeptSession, bytes: SessionBytes): Promise<Outcome<null>>;
  /** The latest first. */
  list(): Promise<Outcome<readonly KeptSession[]>>;
  /** Null where there is none in that slot. */
  read(slot: string): Promise<Outcome<SessionBytes | null>>;
  forget(slot: string): Promise<Outcome<null>>;
}

const DATABASE = "fovea-sessions";
/** By slot: what is listed, and the texts. By hash: pictures, which several sessions may share. */
const [SLOTS, TEXTS, PICTURES] = ["slots", "texts", "pictures"] as const;

function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    for (const name of [SLOTS, TEXTS, PICTURES]) opening.result.createObjectStore(name);
  };
  const database = await requested(opening);
  database.onversionchange = () => database.close();
  return database;
}

function faultOf(thrown: unknown) {
  const hint = "Save the session as a file; nothing of it is lost while this tab is open.";
  return thrown instanceof DOMException && thrown.name === "QuotaExceededError"
    ? failure("quota", "The browser's store is full: the session could not be kept.", hint)
    : failure("unsupported", `The session could not be kept in the browser: ${String(thrown)}`, hint);
}

/** Deletes pictures that no kept session speaks of. */
async function sweep(transaction: IDBTransaction): Promise<void> {
  const kept: readonly KeptSession[] = await requested(transaction.objectStore(SLOTS).getAll());
  const spoken = new Set<IDBValidKey>(kept.flatMap(({ pictures }) => pictures));
  const store = transaction.objectStore(PICTURES);
  for (const id of await requested(store.getAllKeys())) if (!spoken.has(id)) store.delete(id);
}

async function write(transaction: IDBTransaction, kept: KeptSession, bytes: SessionBytes): Promise<void> {
  transaction.objectStore(SLOTS).put(kept, kept.slot);
  transaction.objectStore(TEXTS).put(bytes.text, kept.slot);
  const pictures = transaction.objectStore(PICTURES);
  const there = new Set(await requested(pictures.getAllKeys()));
  for (const [id, blob] of bytes.pictures) if (!there.has(id)) pictures.put(blob, id);
  await sweep(transaction);
}

async function find(transaction: IDBTransaction, slot: string): Promise<SessionBytes | null> {
  const kept: KeptSession | undefined = await requested(transaction.objectStore(SLOTS).get(slot));
  const text: string | undefined = await requested(transaction.objectStore(TEXTS).get(slot));
  if (kept === undefined || text === undefined) return null;
  const pictures = new Map<ImageId, Blob>();
  for (const id of kept.pictures) {
    const blob: Blob | undefined = await requested(transaction.objectStore(PICTURES).get(id));
    if (blob !== undefined) pictures.set(id, blob);
  }
  return { text, pictures };
}

/** The browser's own shelf. */
export function createShelf(): Shelf {
  let opening: Promise<IDBDatabase> | null = null;
  const within = async <T>(
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<Outcome<T>> => {
    try {
      opening ??= openDatabase();
      const transaction = (await opening).transaction([SLOTS, TEXTS, PICTURES], mode);
      const [value] = await Promise.all([work(transaction), ended(transaction)]);
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
        (every): Promise<readonly KeptSession[]> => requested(every.objectStore(SLOTS).getAll()),
      );
      return all.ok ? success(all.value.toSorted((a, b) => b.at - a.at)) : all;
    },
    read: (slot) => within("readonly", (all) => find(all, slot)),
    forget: (slot) =>
      within("readwrite", async (all) => {
        all.objectStore(SLOTS).delete(slot);
        all.objectStore(TEXTS).delete(slot);
        await sweep(all);
        return null;
      }),
  };
}
