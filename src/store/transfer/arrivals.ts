/** Hashes, stores and verifies the bytes of one file as they arrive. The other half of transfer.ts. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Fault } from "../../base/outcome.ts";
import type { ModelFile } from "../../model/manifest/manifest.ts";
import type { PartialFile } from "../depot.ts";
import { looksLikePage, webPage } from "../hub/answers.ts";
import { PIECE } from "./hashing.ts";

/** Number of bytes after which a partial file is flushed to disk. */
const FLUSH_EVERY = 16 * 2 ** 20;

export interface Transfer {
  readonly url: URL;
  readonly file: ModelFile;
  readonly part: PartialFile;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** Resolves after that many milliseconds, or at once if stopped. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Called with the number of bytes of this file so far. */
  readonly onBytes: (inFile: number) => void;
  /** Called with the reason why nothing arrives at the moment; null when it continues. */
  readonly onWait: (why: string | null) => void;
}

export type TransferEnd =
  | { readonly kind: "whole" }
  | { readonly kind: "stopped" }
  | { readonly kind: "fault"; readonly fault: Fault };

export type TransferStep =
  | TransferEnd
  | { readonly kind: "again"; readonly delay: number; readonly why: string }
  | { readonly kind: "read" };

/** The state of a running transfer. */
export interface Run {
  readonly transfer: Transfer;
  hash: ReturnType<typeof sha256.create>;
  etag: string | null;
  /** The number of responses whose bytes are in the partial file, including one of a previous session. */
  pieces: number;
  restarted: boolean;
  fruitless: number;
  /** The largest number of bytes so far. */
  best: number;
  unflushed: number;
}

export const ended = (kind: Fault["kind"], message: string, hint: string): TransferEnd => ({
  kind: "fault",
  fault: { kind, message, hint },
});

export function startAgain(run: Run): void {
  run.transfer.part.clear();
  run.hash = sha256.create();
  run.etag = null;
  run.pieces = 0;
  run.transfer.onBytes(0);
}

/** Hashes the bytes that a previous session left. */
export async function resume(run: Run): Promise<void> {
  const { part, file, signal, sleep } = run.transfer;
  if (part.size > file.bytes) return startAgain(run);
  const piece = new Uint8Array(Math.min(PIECE, part.size));
  for (let at = 0; at < part.size && !signal.aborted; ) {
    const count = part.read(at, piece);
    run.hash.update(piece.subarray(0, count));
    at += count;
    await sleep(0, signal);
  }
  run.pieces = part.size > 0 ? 1 : 0;
  run.best = part.size;
  run.transfer.onBytes(part.size);
}

/** Verifies a file of the right length. A mismatch after several pieces is retried once in a single piece. */
export function verify(run: Run): TransferStep {
  const { file, part } = run.transfer;
  if (bytesToHex(run.hash.clone().digest()) === file.sha256) {
    part.flush();
    return { kind: "whole" };
  }
  const mixed = run.pieces > 1 && !run.restarted;
  startAgain(run);
  if (mixed) {
    run.restarted = true;
    return { kind: "again", delay: 0, why: "The earlier bytes do not belong to this file; starting again." };
  }
  return ended(
    "corrupt",
    `${file.path} does not have the expected SHA-256; it was deleted.`,
    "Try again. If it happens again, the file on the server is not the one of the manifest.",
  );
}

/** Stores a chunk, or returns the reason why not. */
export function keep(run: Run, chunk: Uint8Array<ArrayBuffer>): TransferEnd | null {
  const { part, file } = run.transfer;
  if (part.size === 0 && looksLikePage(chunk)) {
    const verdict = webPage(file.path);
    return verdict.kind === "fault" ? verdict : null;
  }
  if (part.size + chunk.length > file.bytes) {
    startAgain(run);
    const hint = "Check the repository's revision.";
    return ended("corrupt", `${file.path} is longer than the expected ${file.bytes} bytes.`, hint);
  }
  try {
    part.append(chunk);
  } catch (thrown) {
    part.flush();
    return outOfRoom(thrown, part, file);
  }
  run.hash.update(chunk);
  run.unflushed += chunk.length;
  if (run.unflushed >= FLUSH_EVERY) {
    part.flush();
    run.unflushed = 0;
  }
  run.transfer.onBytes(part.size);
  return null;
}

/** The fault of a write that found no space; any other error is a bug and is rethrown. */
export function outOfRoom(thrown: unknown, part: PartialFile, file: ModelFile): TransferEnd {
  if (!(thrown instanceof DOMException && thrown.name === "QuotaExceededError")) throw thrown;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return ended(
    "quota",
    `There is no more space: ${megabytes(part.size)} of ${megabytes(file.bytes)} MB of ${file.path} are stored.`,
    "Delete a stored model or free disk space, then continue: nothing is lost.",
  );
}

/** The initial state of a transfer. */
export function createRun(transfer: Transfer): Run {
  return {
    transfer,
    hash: sha256.create(),
    etag: null,
    pieces: 0,
    restarted: false,
    fruitless: 0,
    best: 0,
    unflushed: 0,
  };
}
