/**
 * One queue for everything that touches ONNX Runtime. Overlapping calls on its WebGPU build corrupt memory or hang the
 * worker (onnxruntime issues 29851, 32561, 32587): each call waits for the one before it, whatever became of that one.
 *
 * Runs take turns unit by unit. The first interactive run goes on until its end; one in the background waits meanwhile
 * with its caches and batches as they are, and no second one has begun.
 */
import { entered, firstOf, type JobKind, left, type Schedule } from "../../../base/schedule.ts";
import { readMessages, type Turn } from "./turn.ts";

export interface RunQueue {
  /** One call of the runtime after the other. */
  enter<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs `work` when its turn comes; between its units it gives way. Stopped before that, it begins at once with a signal
   * that is aborted, and must not touch the runtime any more.
   */
  run<T>(kind: JobKind, signal: AbortSignal, work: (turn: Turn) => Promise<T>): Promise<T>;
}

/** What tells apart the runs of a queue. */
type Place = symbol;

export function createRunQueue(): RunQueue {
  let last: Promise<unknown> = Promise.resolve();
  let schedule: Schedule<Place> = [];
  /** Whose unit is under way. */
  let working: Place | null = null;
  let waiting: (() => void)[] = [];

  const wake = (): void => {
    const all = waiting;
    waiting = [];
    for (const each of all) each();
  };
  const mayBegin = (place: Place): boolean => working === null && firstOf(schedule) === place;
  const endUnit = (place: Place): void => {
    if (working === place) working = null;
    wake();
  };

  const turnOf = (place: Place, signal: AbortSignal): Turn => ({
    signal,
    async next() {
      endUnit(place);
      await readMessages();
      while (!signal.aborted && !mayBegin(place)) await new Promise<void>((resolve) => waiting.push(resolve));
      if (!signal.aborted) working = place;
      return !signal.aborted;
    },
  });

  return {
    enter(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    async run(kind, signal, work) {
      const place: Place = Symbol(kind);
      schedule = entered(schedule, place, kind);
      signal.addEventListener("abort", wake);
      const turn = turnOf(place, signal);
      try {
        await turn.next();
        return await work(turn);
      } finally {
        signal.removeEventListener("abort", wake);
        schedule = left(schedule, place);
        endUnit(place);
      }
    },
  };
}
