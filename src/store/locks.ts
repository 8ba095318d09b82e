/** Locks between tabs. A browser without Web Locks has no origin-private file system to protect either. */

/**
 * Runs `work` while no other tab holds the lock; null if it was stopped while waiting. `onWait` is called with true if
 * another tab holds the lock, and with false once it is ours.
 */
export async function withLock<T>(
  name: string,
  signal: AbortSignal,
  onWait: (waiting: boolean) => void,
  work: () => Promise<T>,
): Promise<T | null> {
  const { locks } = navigator;
  const free = await locks.request(name, { ifAvailable: true }, async (lock) =>
    lock === null ? null : { value: await work() },
  );
  if (free !== null) return free.value;
  onWait(true);
  try {
    return await locks.request(name, { signal }, () => {
      onWait(false);
      return work();
    });
  } catch (thrown) {
    if (signal.aborted) return null;
    throw thrown;
  }
}

/** Runs `work` if no tab holds the lock; otherwise returns null. */
export async function withFreeLock<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock === null ? Promise.resolve(null) : work(),
  );
}

/** Holds a lock until the worker that calls this ends: whoever waits for it learns of that. Resolves once it is held. */
export function holdLock(name: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held();
      return new Promise<never>(() => undefined);
    });
  });
}
