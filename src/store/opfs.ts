/** The depot in the origin-private file system. Only workers can write there in place. */
import { checkedHash, type Depot, type PartialFile } from "./depot.ts";

/** Synchronous access to a file; TypeScript declares it only for workers. */
interface SyncAccess {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(from: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface WorkerFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccess>;
  /** Renames a file within its folder; all engines have it, but no standard yet. */
  move(name: string): Promise<void>;
}

const partName = (sha256: string): string => `${checkedHash(sha256)}.part`;

async function handleOf(folder: FileSystemDirectoryHandle, name: string): Promise<WorkerFile | null> {
  try {
    return (await folder.getFileHandle(name)) as WorkerFile;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "NotFoundError") return null;
    throw thrown;
  }
}

async function remove(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  if ((await handleOf(folder, name)) !== null) await folder.removeEntry(name);
}

/** Throws a QuotaExceededError where there is no room for all of them. */
function writeAll(access: SyncAccess, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (access.write(bytes, { at }) < bytes.length)
    throw new DOMException("The disk is full.", "QuotaExceededError");
}

function partOf(access: SyncAccess): PartialFile {
  let size = access.getSize();
  return {
    get size() {
      return size;
    },
    read: (from, into) => access.read(into, { at: from }),
    append(bytes) {
      writeAll(access, bytes, size);
      size += bytes.length;
    },
    clear() {
      access.truncate(0);
      size = 0;
    },
    flush: () => access.flush(),
    close: () => access.close(),
  };
}

async function writeText(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFile;
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    writeAll(access, new TextEncoder().encode(text), 0);
    access.flush();
  } finally {
    access.close();
  }
}

/**
 * Opens the depot of models, or that of training runs; throws if the browser offers no origin-private file system (plain http,
 * private windows).
 */
export async function openDepot(of: "models" | "runs" = "models"): Promise<Depot> {
  const root = await navigator.storage.getDirectory();
  const home = await root.getDirectoryHandle(of, { create: true });
  const files = await home.getDirectoryHandle("files", { create: true });
  const notes = await home.getDirectoryHandle("notes", { create: true });
  return {
    whole: async (sha256) => (await (await handleOf(files, checkedHash(sha256)))?.getFile()) ?? null,
    partSize: async (sha256) => (await (await handleOf(files, partName(sha256)))?.getFile())?.size ?? 0,
    async openPart(sha256) {
      const handle = (await files.getFileHandle(partName(sha256), { create: true })) as WorkerFile;
      return partOf(await handle.createSyncAccessHandle());
    },
    async finish(sha256) {
      const handle = (await files.getFileHandle(partName(sha256))) as WorkerFile;
      await handle.move(checkedHash(sha256));
    },
    async discard(sha256) {
      await remove(files, checkedHash(sha256));
      await remove(files, partName(sha256));
    },
    async notes() {
      const names: string[] = [];
      for await (const name of notes.keys()) names.push(name);
      return names.sort();
    },
    readNote: async (name) => (await (await handleOf(notes, name))?.getFile())?.text() ?? null,
    writeNote: (name, text) => writeText(notes, name, text),
    removeNote: (name) => remove(notes, name),
  };
}
