/** A model's files, found and verified, before anything of them is opened. */
import type { Manifest } from "../../../model/manifest/manifest.ts";
import type { FileSet } from "../../../store/file-set.ts";

export interface OpenFiles {
  readonly manifest: Manifest;
  readonly files: FileSet;
}

export type OnProgress = (stage: "download" | "check", done: number, total: number) => void;
