/** What has come in of one file: hashed, kept, verified, or given up. The other half of transfer.ts. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Fault } from "../../base/outcome.ts";
import type { ModelFile } from "../../model/manifest/manifest.ts";
import type { PartialFile } from "../depot.ts";
import { looksLikePage, webPage } from "../hub/answers.ts";
import { PIECE } from "./hashing.ts";

/** Bytes after which what came in is made to survive a crash. */
const FLUSH_EVERY = 16 * 2 ** 20;

export interface Transfer {
  readonly url: URL;
  readonly file: ModelFile;
  readonly part: PartialFile;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** Resolves after so many milliseconds, or at once when stopped. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How much of this file is there now. */
  readonly onBytes: (inFile: number) => void;
  /** Why nothing comes in for now; null when it goes on. */
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

/** What one transfer knows while it runs. */
export interface Run {
  readonly transfer: Transfer;
  hash: ReturnType<typeof sha256.create>;
  etag: string | null;
  /** Answers whose bytes are in the part, and that of a former session. */
  pieces: number;
  restarted: boolean;
  fruitless: number;
  /** The furthest that the file ever came. */
  best: number;
  unflushed: number;
}

export const ended = (kind: Fault["kind"], message: string, hint: string): TransferEnd => ({
  kind: "fault",
  fault: { kind, message, hint },
});

export function beginAnew(run: Run): void {
  run.transfer.part.clear();
  run.hash = sha256.create();
  run.etag = null;
  run.pieces = 0;
  run.transfer.onBytes(0);
}

/** Hashes what a former session left behind. */
export async function takeUp(run: Run): Promise<void> {
  const { part, file, signal, sleep } = run.transfer;
  if (part.size > file.bytes) return beginAnew(run);
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

/** A whole length: is it the file? A mismatch among several pieces gets one more try in a single piece. */
export function verify(run: Run): TransferStep {
  const { file, part } = run.transfer;
  if (bytesToHex(run.hash.clone().digest()) === file.sha256) {
    part.flush();
    return { kind: "whole" };
  }
  const mixed = run.pieces > 1 && !run.restarted;
  beginAnew(run);
  if (mixed) {
    run.restarted = true;
    return { kind: "again", delay: 0, why: "What came in before does not belong to this file; anew." };
  }
  return ended(
    "corrupt",
    `${file.path} does not have the SHA-256 that was promised; it was deleted.`,
    "Try again; if it happens again, the file on the server is not the one of the manifest.",
  );
}

/** Keeps a chunk, or says why not. */
export function keep(run: Run, chunk: Uint8Array<ArrayBuffer>): TransferEnd | null {
  const { part, file } = run.transfer;
  if (part.size === 0 && looksLikePage(chunk)) {
    const verdict = webPage(file.path);
    return verdict.kind === "fault" ? verdict : null;
  }
  if (part.size + chunk.length > file.bytes) {
    beginAnew(run);
    const hint = "Check the repository's revision.";
    return ended("corrupt", `${file.path} is longer than the ${file.bytes} bytes that were promised.`, hint);
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

/** The fault of a write that found no room; anything else is a bug and goes on. */
export function outOfRoom(thrown: unknown, part: PartialFile, file: ModelFile): TransferEnd {
  if (!(thrown instanceof DOMException && thrown.name === "QuotaExceededError")) throw thrown;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return ended(
    "quota",
    `There is no more room: ${megabytes(part.size)} of ${megabytes(file.bytes)} MB of ${file.path} are kept.`,
    "Delete a kept model or free some of the disk, then go on: nothing of it is lost.",
  );
}

/** A run at its beginning. */
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
