/** Writes a zip archive by zip.js; its files are stored as they are, since images are packed already. */
import type { PackedFile } from "./zip-library.ts";

/** The archive of some files; the same files make the same archive. */
export async function packZip(files: readonly PackedFile[]): Promise<Blob> {
  return (await import("./zip-library.ts")).archiveOf(files);
}
