/** zip.js as it is used here, in a chunk of its own that is fetched with the first archive; it starts no worker. */
import {
  BlobReader,
  BlobWriter,
  type Entry,
  Uint8ArrayReader,
  ZipReader,
  ZipWriter,
} from "@zip.js/zip.js/lib/zip-core-native.js";

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The directory of an archive. Throws on anything else. */
export function entriesOf(archive: Blob): Promise<Entry[]> {
  return new ZipReader(new BlobReader(archive)).getEntries();
}

/** 1 January 1980 in local time, so that the same files make the same archive. */
const EARLIEST = new Date(1980, 0, 1);

/** An archive of files that are stored as they are. */
export async function archiveOf(files: readonly PackedFile[]): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter("application/zip"), {
    level: 0,
    useWebWorkers: false,
    extendedTimestamp: false,
    dataDescriptor: false,
    lastModDate: EARLIEST,
  });
  for (const { path, bytes } of files) await writer.add(path, new Uint8ArrayReader(bytes));
  return writer.close();
}
