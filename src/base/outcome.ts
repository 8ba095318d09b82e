/**
 * Expected failure as a value. Every boundary (network, GPU, file, wire) returns an `Outcome`;
 * a throw is a bug. Cancelling is not a failure and has no kind here.
 */

export type FaultKind =
  | "unsupported"
  | "notFound"
  | "network"
  | "corrupt"
  | "quota"
  | "outOfMemory"
  | "deviceLost"
  | "workerLost"
  /** The program that runs models is not available: no WebAssembly, or another file in its place. */
  | "runtime"
  | "badInput"
  /** A remote engine does not answer, or fails. */
  | "unreachable"
  /** It wants another key. */
  | "unauthorised"
  /** It was busy each time that it was asked. */
  | "rateLimited"
  /** It takes no picture, or no prompt, of this size. */
  | "tooLarge"
  /** It gives fewer log-probabilities at a position than were asked for. */
  | "tooFewLogProbs"
  /** It cannot be made to score the very tokens of an answer. */
  | "idsChanged"
  /** Its model does not see pictures. */
  | "noVision"
  | "unreliable"
  | "bug";

/** Why something failed: a kind for code, a message for a person, and a hint if there is a remedy. */
export interface Fault {
  readonly kind: FaultKind;
  readonly message: string;
  readonly hint?: string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/** The successful arm. */
export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The failed arm. */
export function failure(
  kind: FaultKind,
  message: string,
  hint?: string,
): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: hint === undefined ? { kind, message } : { kind, message, hint } };
}

/** A fault of kind `kind` with the message of a thrown value. */
export function faultFrom(kind: FaultKind, thrown: unknown, hint?: string): Fault {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return hint === undefined ? { kind, message } : { kind, message, hint };
}
