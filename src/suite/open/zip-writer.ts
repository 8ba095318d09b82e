/** Writes a zip archive by zip.js; its files are stored as they are, since images are packed already. */

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** 1 January 1980 in local time, so that the same files make the same archive. */
const EARLIEST = new Date(1980, 0, 1);

/** The archive of some files. */
export async function packZip(files: readonly PackedFile[]): Promise<Blob> {
  const { BlobWriter, Uint8ArrayReader, ZipWriter } = await import("./zip-library.ts");
  const writer = new ZipWriter(new BlobWriter("application/zip"), {
    ...{ level: 0, useWebWorkers: false, extendedTimestamp: false, dataDescriptor: false },
    lastModDate: EARLIEST,
  });
  for (const { path, bytes } of files) await writer.add(path, new Uint8ArrayReader(bytes));
  return writer.close();
}
