/**
 * Where fetched files lie: whole ones by their SHA-256, so that a file that two models share is kept once, and parts
 * of files that are still coming in. The origin-private file system fulfils it; tests have one in memory.
 */

/** A file that is coming in. Whoever opens it has it alone, and closes it. */
export interface PartialFile {
  readonly size: number;
  /** Fills `into` from a place on; returns how many bytes there were. */
  read(from: number, into: Uint8Array<ArrayBuffer>): number;
  /** Throws a QuotaExceededError when there is no room; what was there before is still there then. */
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Forgets everything that came in. */
  clear(): void;
  /** Makes what came in survive a crash. */
  flush(): void;
  close(): void;
}

export interface Depot {
  /** A whole file that was verified when it came in, or null. */
  whole(sha256: string): Promise<File | null>;
  /** How much of a file came in so far; 0 where nothing did. */
  partSize(sha256: string): Promise<number>;
  openPart(sha256: string): Promise<PartialFile>;
  /** A closed part, verified, becomes a whole file. */
  finish(sha256: string): Promise<void>;
  /** Deletes a file, whole or in part. */
  discard(sha256: string): Promise<void>;
  /** Names of the notes that are kept beside the files. */
  notes(): Promise<readonly string[]>;
  readNote(name: string): Promise<string | null>;
  writeNote(name: string, text: string): Promise<void>;
  removeNote(name: string): Promise<void>;
}

/** A file's name in the depot is its hash; anything else would be a way out of it. */
export function checkedHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256.`);
  return sha256;
}
