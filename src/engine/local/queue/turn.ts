/** What a run asks between its smallest units of work: a token step, a part of a replay, the encoding of a picture. */

export interface Turn {
  readonly signal: AbortSignal;
  /** Gives way to what is more urgent, then begins the next unit; false where the run was stopped. */
  next(): Promise<boolean>;
}

/**
 * Lets the worker read its messages. A run whose steps never wait for a device would otherwise hold the worker to its
 * end: its tokens would arrive all at once, and "stop" would be read when there is nothing left to stop.
 */
export function readMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
