/** Measurements that this browser keeps, one text each. */
import { openDB } from "idb";
import { failure, type Outcome, success } from "../../base/outcome.ts";

export interface KeptMeasurement {
  readonly key: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** As `parseAcuity` reads it. */
  readonly text: string;
}

/** Where measurements are kept. */
export interface Keeping {
  /** The last one first; none where the browser stores nothing. */
  all(): Promise<readonly KeptMeasurement[]>;
  /** Faults: quota, unsupported. */
  keep(measurement: KeptMeasurement): Promise<Outcome<null>>;
  remove(key: string): Promise<void>;
}

const STORE = "measurements";

async function withStore<T>(
  work: (database: Awaited<ReturnType<typeof openDB>>) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const database = await openDB("fovea-acuity", 1, {
      upgrade: (each) => void each.createObjectStore(STORE, { keyPath: "key" }),
    });
    try {
      return success(await work(database));
    } finally {
      database.close();
    }
  } catch (thrown) {
    const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
    return failure(
      full ? "quota" : "unsupported",
      `The measurement could not be kept in the browser: ${String(thrown)}`,
      "Save it as a file.",
    );
  }
}

export const BROWSER_KEEPING: Keeping = {
  async all() {
    const kept = await withStore((database) => database.getAll(STORE) as Promise<KeptMeasurement[]>);
    return kept.ok ? kept.value.sort((one, other) => other.at - one.at) : [];
  },
  async keep(measurement) {
    const kept = await withStore((database) => database.put(STORE, measurement));
    return kept.ok ? success(null) : kept;
  },
  async remove(key) {
    await withStore((database) => database.delete(STORE, key));
  },
};
