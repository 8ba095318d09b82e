/** A least-recently-used map, and values that are shared by reference counting. */
import type { Outcome } from "../../../base/outcome.ts";

/** A map that drops its least recently used entry when it is full, and calls `forget` with it. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  /** Removes an entry if it still has this value. */
  remove(key: string, value: T): void;
  clear(): void;
}

export function createRecent<T>(capacity: number, forget: (value: T) => void): Recent<T> {
  const entries = new Map<string, T>();
  const remove = (key: string, value: T): void => {
    if (entries.get(key) !== value) return;
    entries.delete(key);
    forget(value);
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.set(key, value);
      for (const [oldest, old] of entries) {
        if (entries.size <= capacity) break;
        remove(oldest, old);
      }
    },
    remove,
    clear() {
      for (const [key, value] of entries) remove(key, value);
    },
  };
}

/** A value that takes time to compute; it is disposed when the last holder drops it. */
export interface Shared<T> {
  readonly made: Promise<Outcome<T>>;
  hold(): void;
  drop(): void;
}

export function share<T extends Disposable>(made: Promise<Outcome<T>>): Shared<T> {
  let holders = 0;
  return {
    made,
    hold: () => {
      holders++;
    },
    drop: () => {
      holders--;
      if (holders > 0) return;
      void made.then((outcome) => {
        if (outcome.ok) outcome.value[Symbol.dispose]();
      });
    },
  };
}
