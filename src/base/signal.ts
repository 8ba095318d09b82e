/** A signal for work that nobody stops. */
export const NEVER: AbortSignal = new AbortController().signal;
