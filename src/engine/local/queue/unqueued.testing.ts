/** For tests: the turn of a run that has no other beside it. */
import { readMessages, type Turn } from "./turn.ts";

export function unqueued(signal: AbortSignal = new AbortController().signal): Turn {
  return {
    signal,
    async next() {
      await readMessages();
      return !signal.aborted;
    },
  };
}
