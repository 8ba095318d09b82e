/**
 * Which slot a tab writes to. A tab holds a lock on each slot that it has written to or opened for as long as it lives, so
 * no two tabs write to one.
 */

const HERE = "fovea-slot";
const lockOf = (savedId: string): string => `fovea-session-${savedId}`;

export function newSavedId(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join("-");
}

const mine = new Set<string>();

/**
 * Takes a slot for this tab; false where another tab has it. Browsers without locks cannot tell, so there every slot but
 * a new one counts as taken.
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

/** The slots that other tabs have open now. */
export async function idsOpenElsewhere(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const prefix = lockOf("");
  const all = held.flatMap(({ name = "" }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return new Set(all.filter((savedId) => !mine.has(savedId)));
}

/** The slot that this tab wrote to before it was reloaded, or null. */
export function previousId(): string | null {
  try {
    return sessionStorage.getItem(HERE);
  } catch {
    return null;
  }
}

/** So that a reload of this tab finds the slot again. A browser that forbids it finds the latest instead. */
export function rememberId(savedId: string): void {
  try {
    sessionStorage.setItem(HERE, savedId);
  } catch {
    return;
  }
}
