/** How long the parts of a step take. */

import type { StepPart } from "../../lab/run/document.ts";

export interface Clock {
  /** Does the work, whose time is added to that of the part. */
  time<T>(part: StepPart, work: () => Promise<T>): Promise<T>;
  /** In seconds, of the parts that were done. */
  seconds(): Readonly<Partial<Record<StepPart, number>>>;
}

export function createClock(): Clock {
  const spent: Partial<Record<StepPart, number>> = {};
  return {
    async time(part, work) {
      const began = performance.now();
      const done = await work();
      spent[part] = (spent[part] ?? 0) + (performance.now() - began) / 1000;
      return done;
    },
    seconds: () => spent,
  };
}
