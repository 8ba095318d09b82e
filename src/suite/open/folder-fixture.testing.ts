/** Folders of files in memory, for tests. */
import type { Size } from "../../base/ids.ts";
import { fileOfBlob, type SuiteFile } from "./files/suite-file.ts";

/** The header of a PNG file of that size: enough to be measured, not to be shown. */
export function pngHeader({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(41);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, 13);
  bytes.set(new TextEncoder().encode("IHDR"), 12);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, 2], 24);
  bytes.set(new TextEncoder().encode("IDAT"), 37);
  return bytes;
}

const isContent = (content: unknown): content is string | Uint8Array<ArrayBuffer> =>
  typeof content === "string" || content instanceof Uint8Array;

/** Files by their paths: texts and bytes as they are, sizes as images of that size. */
export function folder(
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer> | Size>>,
): readonly SuiteFile[] {
  return Object.entries(files).map(([path, content]) =>
    fileOfBlob(path, new Blob([isContent(content) ? content : pngHeader(content)])),
  );
}
