/** Reads a zip archive without unpacking it, by zip.js: the directory at its end, then single entries as they are asked for. */
import type { FileEntry } from "@zip.js/zip.js";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { type SuiteFile, tidyPath } from "./suite-file.ts";

/** Takes the first `atMost` bytes that are written to it, and says when it has them. */
function createSink(atMost: number, whenFull: () => void) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    writable: new WritableStream<Uint8Array>({
      write(chunk) {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= atMost) whenFull();
      },
    }),
    isFull: () => length >= atMost,
    bytes(): Uint8Array {
      const bytes = new Uint8Array(Math.min(length, atMost));
      let at = 0;
      for (const chunk of chunks) {
        if (at >= bytes.length) break;
        bytes.set(chunk.subarray(0, bytes.length - at), at);
        at += chunk.length;
      }
      return bytes;
    },
  };
}

async function unpack(entry: FileEntry, atMost: number): Promise<Outcome<Uint8Array>> {
  const { filename: path, encrypted, compressionMethod: method } = entry;
  if (encrypted) return failure("unsupported", `${path} is encrypted.`, "Pack it without a password.");
  if (method !== 0 && method !== 8)
    return failure("unsupported", `${path} is packed by method ${method}.`, "Pack it with deflate.");
  // Never more than the directory says, so that a small archive cannot fill the memory.
  const enough = new AbortController();
  const sink = createSink(Math.min(atMost, entry.uncompressedSize), () => enough.abort());
  const whole = atMost >= entry.uncompressedSize;
  try {
    await entry.getData(sink.writable, {
      useWebWorkers: false,
      checkSignature: whole,
      ...(whole ? {} : { signal: enough.signal }),
    });
    return success(sink.bytes());
  } catch (thrown) {
    if (!whole && sink.isFull()) return success(sink.bytes());
    return failure("corrupt", `${path} could not be unpacked: ${String(thrown)}`, "Pack the archive again.");
  }
}

/** The files of a zip archive, unpacked one by one when they are read. */
export async function filesOfZip(archive: Blob): Promise<Outcome<readonly SuiteFile[]>> {
  const { entriesOf } = await import("./zip-library.ts");
  try {
    const entries = await entriesOf(archive);
    const files = entries.flatMap((entry): readonly SuiteFile[] => {
      if (entry.directory) return [];
      const path = tidyPath(entry.filename);
      if (path === null) return [];
      const { uncompressedSize: size } = entry;
      return [{ path, size, read: (atMost) => unpack(entry, atMost ?? size) }];
    });
    return success(files);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return failure("corrupt", `The zip archive cannot be read: ${why}`, "Download or pack it again.");
  }
}
