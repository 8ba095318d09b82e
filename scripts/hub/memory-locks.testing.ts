/** For tests in Node, which has no Web Locks: one page's worth of them, exclusive, first come first served. */

interface Options {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

type Work<T> = (lock: object | null) => Promise<T>;

export function createMemoryLocks() {
  const held = new Map<string, Promise<unknown>>();
  const enter = <T>(name: string, work: Work<T>): Promise<T> => {
    const result = work({});
    const settled = result
      .catch(() => undefined)
      .then(() => {
        if (held.get(name) === settled) held.delete(name);
      });
    held.set(name, settled);
    return result;
  };
  return {
    async request<T>(name: string, options: Options, work: Work<T>): Promise<T> {
      if (options.ifAvailable && held.has(name)) return work(null);
      while (held.has(name)) await held.get(name);
      options.signal?.throwIfAborted();
      return enter(name, work);
    },
  };
}
