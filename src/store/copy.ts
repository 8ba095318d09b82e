/** Copies files on disk into the depot, on request. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ModelFile } from "../model/manifest/manifest.ts";
import type { LocalFile } from "../source/source.ts";
import type { PartialFile } from "./depot.ts";
import { outOfRoom, type TransferEnd } from "./transfer/arrivals.ts";
import type { Fill } from "./transfer/download.ts";
import { PIECE } from "./transfer/hashing.ts";

const changed = (file: ModelFile): TransferEnd => ({
  kind: "fault",
  fault: {
    kind: "corrupt",
    message: `${file.path} has changed on disk.`,
    hint: "Choose the folder again.",
  },
});

async function copy(
  source: File,
  file: ModelFile,
  part: PartialFile,
  signal: AbortSignal,
  onBytes: (inFile: number) => void,
): Promise<TransferEnd> {
  const hash = sha256.create();
  part.clear();
  for (let at = 0; at < source.size; at += PIECE) {
    if (signal.aborted) return { kind: "stopped" };
    const piece = new Uint8Array(await source.slice(at, at + PIECE).arrayBuffer());
    try {
      part.append(piece);
    } catch (thrown) {
      return outOfRoom(thrown, part, file);
    }
    hash.update(piece);
    onBytes(part.size);
  }
  part.flush();
  return bytesToHex(hash.digest()) === file.sha256 ? { kind: "whole" } : changed(file);
}

/** A `Fill` that copies and hashes: a file that has changed since it was chosen is refused. */
export function copying(local: readonly LocalFile[], signal: AbortSignal): Fill {
  return async (file, part, onBytes) => {
    const source = local.find(({ path }) => path === file.path)?.file;
    try {
      return source === undefined ? changed(file) : await copy(source, file, part, signal, onBytes);
    } catch (thrown) {
      // A file that was moved or changed since it was chosen can no longer be read.
      if (thrown instanceof DOMException) return changed(file);
      throw thrown;
    }
  };
}
