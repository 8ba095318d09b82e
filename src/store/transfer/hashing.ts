/** Hashes in pieces, so that a file of any size passes through a few megabytes. */
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Bytes that are read at once. */
export const PIECE = 4 * 2 ** 20;

/** SHA-256 of a file in hexadecimal, or null when it was stopped. `onBytes` is told how many more were read. */
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

/** The id that git gives a file's content: the hub lists it for files that are not in large file storage. */
export function gitId(bytes: Uint8Array): string {
  const head = utf8ToBytes(`blob ${bytes.length}\0`);
  return bytesToHex(sha1.create().update(head).update(bytes).digest());
}
