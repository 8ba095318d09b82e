/** Downloads a model's files with total progress, and checks each against its size and SHA-256 before first use. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Fault, failure, faultFrom, type Outcome, success } from "../../../base/outcome.ts";
import type { Manifest, ModelFile } from "../../../model/manifest/manifest.ts";
import type { FileSet } from "../../../store/file-set.ts";

const AGAIN = "Try again. If it happens again, the files on the server are not those of the manifest.";

/** Some servers answer a request for a missing file with their start page and status 200. */
function pageInstead(response: Response, path: string): Fault | null {
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/html")) return null;
  return { kind: "notFound", message: `${path} is a web page, not a model file.`, hint: AGAIN };
}

async function readBody(
  response: Response,
  file: ModelFile,
  onBytes: (count: number) => void,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(file.bytes);
  const hash = sha256.create();
  let filled = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return failure("network", `The response for ${file.path} has no body.`, AGAIN);
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (filled + chunk.value.length > file.bytes) {
      await reader.cancel();
      return failure(
        "corrupt",
        `${file.path} is longer than the ${file.bytes} bytes of the manifest.`,
        AGAIN,
      );
    }
    bytes.set(chunk.value, filled);
    hash.update(chunk.value);
    filled += chunk.value.length;
    onBytes(chunk.value.length);
  }
  if (filled < file.bytes) {
    return failure(
      "corrupt",
      `The download of ${file.path} ended after ${filled} of ${file.bytes} bytes.`,
      AGAIN,
    );
  }
  if (bytesToHex(hash.digest()) !== file.sha256) {
    return failure("corrupt", `${file.path} does not have the SHA-256 of the manifest.`, AGAIN);
  }
  return success(bytes);
}

async function fetchFile(
  base: URL,
  file: ModelFile,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  try {
    const response = await fetch(new URL(file.at ?? file.path, base), { signal });
    if (!response.ok)
      return failure(
        "notFound",
        `The server answered the request for ${file.path} with status ${response.status}.`,
        AGAIN,
      );
    const page = pageInstead(response, file.path);
    return page === null ? await readBody(response, file, onBytes) : { ok: false, fault: page };
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, AGAIN) };
  }
}

/** All files of a manifest, by path. `onProgress` receives the bytes so far and in total. An aborted fetch is a network fault; check the signal. */
export async function fetchFiles(
  base: URL,
  manifest: Manifest,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome<FileSet>> {
  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let done = 0;
  onProgress(0, total);
  for (const file of manifest.files) {
    const got = await fetchFile(base, file, signal, (count) => {
      done += count;
      onProgress(done, total);
    });
    if (!got.ok) return got;
    files.set(file.path, got.value);
  }
  return success(files);
}
