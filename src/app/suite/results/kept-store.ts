/** The browser's store of the suite page: lines of the last run, the data behind its items, and earlier runs. */
import { type IDBPObjectStore, openDB } from "idb";
import { failure, type Outcome, success } from "../../../base/outcome.ts";

const DATABASE = "fovea-suite";

/** Lines by their order, evidence by its item, runs by their order, column roles by the column names. */
export type KeptKind = "lines" | "evidence" | "runs" | "columns";

export type KeptStore = IDBPObjectStore<unknown, [KeptKind], KeptKind, "readwrite">;

function openDatabase() {
  return openDB(DATABASE, 3, {
    upgrade(database) {
      const missing = (name: KeptKind): boolean => !database.objectStoreNames.contains(name);
      if (missing("lines")) database.createObjectStore("lines", { autoIncrement: true });
      if (missing("evidence")) database.createObjectStore("evidence", { keyPath: "id" });
      if (missing("columns")) database.createObjectStore("columns", { keyPath: "names" });
      if (missing("runs")) database.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
    },
  });
}

/** One request to one of the stores. Faults: quota, unsupported (no store here, or it refused). */
export async function withKept<T>(
  kind: KeptKind,
  mode: "readonly" | "readwrite",
  work: (store: KeptStore) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const database = await openDatabase();
    try {
      const transaction = database.transaction(kind, mode);
      const [value] = await Promise.all([work(transaction.store as KeptStore), transaction.done]);
      return success(value);
    } finally {
      database.close();
    }
  } catch (thrown) {
    const kindOfFault =
      thrown instanceof DOMException && thrown.name === "QuotaExceededError" ? "quota" : "unsupported";
    return failure(kindOfFault, `The results could not be stored in the browser: ${String(thrown)}`);
  }
}
