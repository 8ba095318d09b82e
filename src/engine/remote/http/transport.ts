/** Requests to a remote engine: at most a few at a time, repeated while it is busy, with every failure as a fault. */
import { type Fault, failure, type Outcome, success } from "../../../base/outcome.ts";
import { faultOf, type Sent } from "./server-faults.ts";

/** Sends a request: GET without a body, POST with one. Throws where nothing answers, or where it was stopped. */
export type Send = (path: string, body: object | null, signal: AbortSignal) => Promise<Sent>;

/** The wait before a busy engine is asked again. */
export interface Pause {
  readonly milliseconds: number;
  /** How often it has been asked, and how often it will be at most. */
  readonly tried: number;
  readonly tries: number;
}

export interface TransportSettings {
  /** The engine's name, for faults. */
  readonly title: string;
  readonly send: Send;
  /** How many requests may be under way at once; asked before each. */
  atOnce(): number;
  /** Waits for so many milliseconds, or until the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Told of each wait for a busy engine as it begins, and null once no request waits any more. */
  onPause(pause: Pause | null): void;
}

export interface Transport {
  /** How many requests may be under way at once. */
  atOnce(): number;
  /** The parsed answer; null where it was stopped. Faults: those of `faultOf`, and corrupt where the answer is no JSON. */
  ask(path: string, body: object | null, signal: AbortSignal): Promise<Outcome<unknown>>;
}

/** How often a busy engine is asked again. */
const TRIES = 6;
/** The first pause, in milliseconds; each further one is twice as long, unless the engine says how long. */
const FIRST_PAUSE = 500;
/** The longest pause that an engine may ask for, in milliseconds. */
const LONGEST_PAUSE = 60_000;

/** "At most this many at once", in the order in which they came. A changed number holds from the next request that ends. */
function gate(atOnce: () => number) {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay >= atOnce()) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      // A request that waited counts from here: one that comes meanwhile must not take its place.
      while (underWay < atOnce() && waiting.length > 0) {
        underWay += 1;
        waiting.shift()?.();
      }
    }
  };
}

/** The pause before the next try, in milliseconds. */
function pauseAfter({ retryAfter }: Sent, tried: number): number {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  const pause = Number.isFinite(asked) && asked >= 0 ? asked : FIRST_PAUSE * 2 ** (tried - 1);
  return Math.min(pause, LONGEST_PAUSE);
}

const isBusy = ({ status }: Sent): boolean => status === 429 || status === 503;

function parsed({ text }: Sent, title: string): Outcome<unknown> {
  try {
    return success(JSON.parse(text));
  } catch {
    return failure("corrupt", `${title} answered with something that is not JSON.`);
  }
}

export function createTransport({ title, send, atOnce, wait, onPause }: TransportSettings): Transport {
  const enter = gate(atOnce);
  let pausing = 0;
  const pause = async (answer: Sent, tried: number, signal: AbortSignal): Promise<void> => {
    const milliseconds = pauseAfter(answer, tried);
    pausing++;
    onPause({ milliseconds, tried, tries: TRIES });
    await wait(milliseconds, signal);
    pausing--;
    if (pausing === 0) onPause(null);
  };
  const unreachable: Fault = {
    kind: "unreachable",
    message: `${title} cannot be reached.`,
    hint: "Check that npm start still runs, and that the engine does.",
  };
  const once = async (
    path: string,
    body: object | null,
    signal: AbortSignal,
  ): Promise<Outcome<Sent | null>> => {
    if (signal.aborted) return success(null);
    try {
      return success(await send(path, body, signal));
    } catch {
      return signal.aborted ? success(null) : { ok: false, fault: unreachable };
    }
  };
  const untilFree = async (
    path: string,
    body: object | null,
    signal: AbortSignal,
    tried: number,
  ): Promise<Outcome<unknown>> => {
    const sent = await once(path, body, signal);
    if (!sent.ok || sent.value === null) return sent;
    const answer = sent.value;
    if (answer.status >= 200 && answer.status < 300) return parsed(answer, title);
    if (!isBusy(answer) || tried === TRIES) return { ok: false, fault: faultOf(answer, path, title) };
    await pause(answer, tried, signal);
    return untilFree(path, body, signal, tried + 1);
  };
  return { atOnce, ask: (path, body, signal) => enter(() => untilFree(path, body, signal, 1)) };
}
