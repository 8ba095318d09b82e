/** A file of a suite, wherever it is stored. It is read on demand, so that a suite of thousands of images holds none in memory. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";

export interface SuiteFile {
  /** Folders and name, with forward slashes, below the folder or archive that was opened. */
  readonly path: string;
  /** In bytes, as read. */
  readonly size: number;
  /** Its bytes, or only the first `atMost`. Fails where the file is gone, broken or packed in a way we do not know. */
  read(atMost?: number): Promise<Outcome<Uint8Array>>;
  /** The blob with its bytes, where parts of it can be read separately. */
  readonly blob?: Blob;
}

/** Forward slashes, no leading "./"; null for what systems leave behind (".DS_Store", "__MACOSX"). */
export function tidyPath(path: string): string | null {
  const parts = path
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const leftBehind = parts.some(
    (part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db",
  );
  return parts.length === 0 || leftBehind ? null : parts.join("/");
}

/** A file that a person chose or dropped. */
export function fileOfBlob(path: string, blob: Blob): SuiteFile {
  return {
    path,
    size: blob.size,
    blob,
    async read(atMost) {
      try {
        return success(new Uint8Array(await blob.slice(0, atMost ?? blob.size).arrayBuffer()));
      } catch (thrown) {
        return failure(
          "notFound",
          `${path} could not be read: ${String(thrown)}`,
          "Choose the folder again.",
        );
      }
    },
  };
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A name within a folder; an empty folder is the top. */
export function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The name without its last ending. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/\.[^.]*$/, "");
}

/** The last ending in lower case, without its dot; empty where there is none. */
export function endingOf(path: string): string {
  return /\.([^.]+)$/.exec(nameOf(path))?.[1]?.toLowerCase() ?? "";
}
