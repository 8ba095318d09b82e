/** For tests in Node: a depot in memory, with as much room as a test gives it. */
import { checkedHash, type Depot, type PartialFile } from "../../src/store/depot.ts";

export interface MemoryDepot extends Depot {
  readonly parts: Map<string, Uint8Array<ArrayBuffer>>;
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Bytes that parts may take together. */
  room: number;
}

export function createMemoryDepot(): MemoryDepot {
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const notes = new Map<string, string>();
  const open = new Set<string>();

  const partOf = (sha256: string): PartialFile => {
    const bytes = () => parts.get(sha256) ?? new Uint8Array();
    return {
      get size() {
        return bytes().length;
      },
      read(from, into) {
        const piece = bytes().subarray(from, from + into.length);
        into.set(piece);
        return piece.length;
      },
      append(chunk) {
        if (bytes().length + chunk.length > depot.room) throw new DOMException("full", "QuotaExceededError");
        const longer = new Uint8Array(bytes().length + chunk.length);
        longer.set(bytes());
        longer.set(chunk, bytes().length);
        parts.set(sha256, longer);
      },
      clear: () => void parts.set(sha256, new Uint8Array()),
      flush: () => undefined,
      close: () => void open.delete(sha256),
    };
  };

  const depot: MemoryDepot = {
    parts,
    files,
    room: Number.POSITIVE_INFINITY,
    whole: async (sha256) => {
      const bytes = files.get(checkedHash(sha256));
      return bytes === undefined ? null : new File([bytes], sha256);
    },
    partSize: async (sha256) => parts.get(checkedHash(sha256))?.length ?? 0,
    async openPart(sha256) {
      if (open.has(sha256)) throw new DOMException("open already", "NoModificationAllowedError");
      open.add(sha256);
      return partOf(checkedHash(sha256));
    },
    async finish(sha256) {
      files.set(sha256, parts.get(sha256) ?? new Uint8Array());
      parts.delete(sha256);
    },
    async discard(sha256) {
      files.delete(sha256);
      parts.delete(sha256);
    },
    notes: async () => [...notes.keys()].sort(),
    readNote: async (name) => notes.get(name) ?? null,
    writeNote: async (name, text) => void notes.set(name, text),
    removeNote: async (name) => void notes.delete(name),
  };
  return depot;
}
