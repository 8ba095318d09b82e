/** The browser's store of the suite's page: lines of the last run, what its items were made of, and earlier runs. */
import { failure, type Outcome, success } from "../../base/outcome.ts";

const DATABASE = "fovea-suite";

/** Lines by their order, evidence by its item, runs by their order, meanings of columns by the columns' names. */
export type KeptKind = "lines" | "evidence" | "runs" | "columns";

function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's store refused."));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 3);
  opening.onupgradeneeded = () => {
    const { result: database } = opening;
    const missing = (name: KeptKind): boolean => !database.objectStoreNames.contains(name);
    if (missing("lines")) database.createObjectStore("lines", { autoIncrement: true });
    if (missing("evidence")) database.createObjectStore("evidence", { keyPath: "id" });
    if (missing("columns")) database.createObjectStore("columns", { keyPath: "names" });
    if (missing("runs")) database.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
  };
  return requested(opening);
}

/** One request of one kind of what is kept. Faults: quota, unsupported (no store here, or it refused). */
export async function withKept<T>(
  kind: KeptKind,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<Outcome<T>> {
  try {
    const database = await openDatabase();
    try {
      return success(await requested(work(database.transaction(kind, mode).objectStore(kind))));
    } finally {
      database.close();
    }
  } catch (thrown) {
    const kindOfFault =
      thrown instanceof DOMException && thrown.name === "QuotaExceededError" ? "quota" : "unsupported";
    return failure(kindOfFault, `The results could not be kept in the browser: ${String(thrown)}`);
  }
}
