/** Scenes that were saved in the browser, as the texts of their links. */
import { openDB } from "idb";
import { failure, type Outcome, success } from "../../base/outcome.ts";

export interface SavedScene {
  readonly id: number;
  readonly name: string;
  /** As `textOf` writes it (src/scene/edit/link.ts). */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** The most scenes that are saved, and that a suite is made of. */
export const MOST_SAVED = 200;

const STORE = "scenes";

async function withStore<T>(
  work: (database: Awaited<ReturnType<typeof openDB>>) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const database = await openDB("fovea-scenes", 1, {
      upgrade: (each) => void each.createObjectStore(STORE, { keyPath: "id", autoIncrement: true }),
    });
    try {
      return success(await work(database));
    } finally {
      database.close();
    }
  } catch (thrown) {
    return failure("unsupported", `The scene could not be saved in the browser: ${String(thrown)}`);
  }
}

/** Newest last; none where the browser stores nothing. */
export async function readSaved(): Promise<readonly SavedScene[]> {
  const saved = await withStore((database) => database.getAll(STORE) as Promise<SavedScene[]>);
  return saved.ok ? saved.value : [];
}

/** Faults: unsupported (no store here), quota. */
export function saveScene(scene: Omit<SavedScene, "id">): Promise<Outcome<unknown>> {
  return withStore(async (database) => {
    if ((await database.count(STORE)) >= MOST_SAVED)
      throw new Error(`${MOST_SAVED} scenes are saved already.`);
    return database.add(STORE, scene);
  });
}

export function deleteSaved(id: number): Promise<Outcome<unknown>> {
  return withStore((database) => database.delete(STORE, id));
}
