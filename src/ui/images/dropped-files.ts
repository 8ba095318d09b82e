/** Chosen or dropped files with their paths inside the folder they came from. Only handles: nothing is read. */
import type { LocalFile } from "../../source/source.ts";

/** Enough for any model or suite; a home directory dropped by mistake should not be walked to its end. */
const MOST_FILES = 50_000;

/** The files of an `<input type="file">`, with or without a folder. */
export function chosenFiles(list: FileList): readonly LocalFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function readEntries(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function walk(entry: FileSystemEntry, prefix: string, found: LocalFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  const path = prefix + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader returns a folder's entries in batches, and an empty one at the end.
  for (let some = await readEntries(reader); some.length > 0; some = await readEntries(reader)) {
    for (const child of some) await walk(child, `${path}/`, found);
  }
}

/**
 * The files of a drop or a paste, with folders walked. The transfer's items expire after the event, so they are taken at once.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly LocalFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: LocalFile[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory === true) await walk(entry, "", found);
    else if (file !== null) found.push({ path: file.name, file });
  }
  return found;
}
