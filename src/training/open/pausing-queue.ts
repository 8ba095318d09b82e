/** A queue whose calls wait while the page answers a person: training then pauses within a step, between two calls of the runtime. */

import type { RunQueue } from "../../engine/local/queue/run-queue.ts";
import type { MayGoOn } from "../protocol/protocol.ts";

/** At most this many milliseconds of calls are made between two questions to the page. */
const WORK_BETWEEN = 250;

/** `mayGoOn` resolves when the next call may be made; whether the run is to end is asked elsewhere. */
export function pausingQueue(queue: RunQueue, mayGoOn: MayGoOn, now = () => performance.now()): RunQueue {
  let asked = now();
  return {
    run: (kind, signal, work) => queue.run(kind, signal, work),
    enter: (work) =>
      queue.enter(async () => {
        if (now() - asked > WORK_BETWEEN) {
          await mayGoOn();
          asked = now();
        }
        return work();
      }),
  };
}
