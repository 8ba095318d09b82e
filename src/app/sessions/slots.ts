/**
 * Which slot a tab writes to. A tab holds a lock on each slot that it has written to or opened for as long as it lives, so
 * no two tabs write to one.
 */

const HERE = "fovea-slot";
const lockOf = (slot: string): string => `fovea-session-${slot}`;

export function newSlot(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join("-");
}

const mine = new Set<string>();

/**
 * Takes a slot for this tab; false where another tab has it. Browsers without locks cannot tell, so there every slot but
 * a new one counts as taken.
 */
export async function claim(slot: string, isNew = false): Promise<boolean> {
  if (mine.has(slot)) return true;
  if (navigator.locks === undefined && !isNew) return false;
  const got =
    navigator.locks === undefined ||
    (await new Promise<boolean>((resolve) => {
      const held = navigator.locks.request(lockOf(slot), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => undefined);
      });
      held.catch(() => resolve(false));
    }));
  if (got) mine.add(slot);
  return got;
}

/** The slots that other tabs have open now. */
export async function takenSlots(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const prefix = lockOf("");
  const all = held.flatMap(({ name = "" }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return new Set(all.filter((slot) => !mine.has(slot)));
}

/** The slot that this tab wrote to before it was reloaded, or null. */
export function formerSlot(): string | null {
  try {
    return sessionStorage.getItem(HERE);
  } catch {
    return null;
  }
}

/** So that a reload of this tab finds the slot again. A browser that forbids it finds the latest instead. */
export function rememberSlot(slot: string): void {
  try {
    sessionStorage.setItem(HERE, slot);
  } catch {
    return;
  }
}
