/** Hashing in pieces, so that a file of any size needs only a few megabytes of memory. */
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The size of a piece, in bytes. */
export const PIECE = 4 * 2 ** 20;

/** The SHA-256 of a file in hexadecimal, or null if it was stopped. `onBytes` is called with the number of newly read bytes. */
export async function hashFile(
  file: Blob,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<string | null> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += PIECE) {
    if (signal.aborted) return null;
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    hash.update(piece);
    onBytes(piece.length);
  }
  return bytesToHex(hash.digest());
}

export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** Git's id of a file's content, which the hub lists for files that are not in large file storage. */
export function gitId(bytes: Uint8Array): string {
  const head = utf8ToBytes(`blob ${bytes.length}\0`);
  return bytesToHex(sha1.create().update(head).update(bytes).digest());
}
