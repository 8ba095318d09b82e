/** How long the parts of a step take. */

import type { StepPart } from "../../lab/run/document.ts";

export interface Clock {
  /** Does the work, whose time is added to that of the part; work within it that is timed by itself does not count twice. */
  time<T>(part: StepPart, work: () => Promise<T>): Promise<T>;
  /** In seconds, of the parts that were done. */
  seconds(): Readonly<Partial<Record<StepPart, number>>>;
}

export function createClock(now = () => performance.now()): Clock {
  const spent: Partial<Record<StepPart, number>> = {};
  let current: StepPart | null = null;
  let since = now();
  const enter = (part: StepPart | null): void => {
    const time = now();
    if (current !== null) spent[current] = (spent[current] ?? 0) + (time - since) / 1000;
    [current, since] = [part, time];
  };
  return {
    async time(part, work) {
      const outer = current;
      enter(part);
      try {
        return await work();
      } finally {
        enter(outer);
      }
    },
    seconds: () => spent,
  };
}
