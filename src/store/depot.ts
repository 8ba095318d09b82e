/**
 * The storage of downloaded files: complete ones by their SHA-256, so that a file that two models share is stored once, and
 * partial ones. It is implemented in the origin-private file system, and in memory for tests.
 */

/** A partially downloaded file. Only one caller may open it at a time, and must close it. */
export interface PartialFile {
  readonly size: number;
  /** Fills `into` from an offset on; returns the number of bytes read. */
  read(from: number, into: Uint8Array<ArrayBuffer>): number;
  /** Throws a QuotaExceededError if there is no space; the earlier bytes are kept then. */
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Discards all bytes. */
  clear(): void;
  /** Writes all bytes to disk, so that they survive a crash. */
  flush(): void;
  close(): void;
}

export interface Depot {
  /** A complete file, verified on arrival, or null. */
  whole(sha256: string): Promise<File | null>;
  /** How many bytes of a file have arrived; 0 if none. */
  partSize(sha256: string): Promise<number>;
  openPart(sha256: string): Promise<PartialFile>;
  /** Turns a closed and verified partial file into a complete one. */
  finish(sha256: string): Promise<void>;
  /** Deletes a file, complete or partial. */
  discard(sha256: string): Promise<void>;
  /** Names of the notes that are stored with the files. */
  notes(): Promise<readonly string[]>;
  readNote(name: string): Promise<string | null>;
  writeNote(name: string, text: string): Promise<void>;
  removeNote(name: string): Promise<void>;
}

/** The name of a file in the depot is its hash; anything else could be a path out of it. */
export function checkedHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256.`);
  return sha256;
}
