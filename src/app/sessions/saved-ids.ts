/**
 * The ids of saved sessions that this tab uses. A tab holds a lock on each id that it has written to or opened for as long as
 * it lives, so no two tabs write to the same one.
 */

const HERE = "fovea-slot";
const lockOf = (savedId: string): string => `fovea-session-${savedId}`;

export function newSavedId(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join("-");
}

const mine = new Set<string>();

/**
 * Claims an id for this tab; false where another tab has it. Browsers without locks cannot check, so there every id except a
 * new one counts as taken.
 */
export async function claim(savedId: string, isNew = false): Promise<boolean> {
  if (mine.has(savedId)) return true;
  if (navigator.locks === undefined && !isNew) return false;
  const got =
    navigator.locks === undefined ||
    (await new Promise<boolean>((resolve) => {
      const held = navigator.locks.request(lockOf(savedId), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => undefined);
      });
      held.catch(() => resolve(false));
    }));
  if (got) mine.add(savedId);
  return got;
}

/** The ids that other tabs have open. */
export async function idsOpenElsewhere(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const prefix = lockOf("");
  const all = held.flatMap(({ name = "" }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return new Set(all.filter((savedId) => !mine.has(savedId)));
}

/** The id that this tab wrote to before it was reloaded, or null. */
export function previousId(): string | null {
  try {
    return sessionStorage.getItem(HERE);
  } catch {
    return null;
  }
}

/** Lets a reload of this tab find the id again. A browser that forbids this finds the latest session instead. */
export function rememberId(savedId: string): void {
  try {
    sessionStorage.setItem(HERE, savedId);
  } catch {
    return;
  }
}
