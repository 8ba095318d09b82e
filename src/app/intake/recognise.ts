/** Recognises what was dropped or pasted, one file or a whole folder, so that the right page can open it. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { formatOf } from "../../log/formats/catalog.ts";
import type { LocalFile } from "../../source/source.ts";
import { parquetColumns } from "../../suite/open/files/read-parquet.ts";
import { type FileKind, HEAD_BYTES, isParquet, kindOfContent } from "./content-kind.ts";

export interface Recognised {
  readonly kind: NonNullable<FileKind>;
  /** All files of a suite or a model; otherwise the one to open, or the images in their order. */
  readonly files: readonly LocalFile[];
}

/** Among several kinds in a folder the first one listed decides; a suite may contain its results and its images. */
const RANKS: readonly NonNullable<FileKind>[] = [
  "model",
  "log",
  "suite",
  "session",
  "results",
  "run",
  "acuity",
  "picture",
];

/** Not all files of a huge folder are inspected. */
const MOST_LOOKED_INTO = 60;

/** Names only decide the order of inspection: lists and models before the images, of which there are many. */
const PICTURE_NAME = /\.(?:png|jpe?g|webp|gif|bmp|avif|heic|tiff?)$/i;

/** A table of completions is a log; other tables of the format are suites. */
async function kindOfParquet(file: Blob): Promise<FileKind> {
  const names = await parquetColumns(file);
  return formatOf(Object.fromEntries(names.map((name) => [name, ""]))) === null ? "suite" : "log";
}

async function kindOf({ file }: LocalFile): Promise<FileKind> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return isParquet(head) ? await kindOfParquet(file) : kindOfContent(head);
  } catch {
    return null;
  }
}

async function kindsOf(files: readonly LocalFile[]): Promise<ReadonlyMap<LocalFile, FileKind>> {
  const [pictures, others] = [true, false].map((wanted) =>
    files.filter(({ path }) => PICTURE_NAME.test(path) === wanted),
  ) as [LocalFile[], LocalFile[]];
  const looked = [...others, ...pictures].slice(0, MOST_LOOKED_INTO);
  return new Map(await Promise.all(looked.map(async (file) => [file, await kindOf(file)] as const)));
}

/** Fault badInput: there is no file, or none that Fovea can open. */
export async function recognise(files: readonly LocalFile[]): Promise<Outcome<Recognised>> {
  if (files.length === 0)
    return failure(
      "badInput",
      "It contained no file.",
      "Save the image or the file first, then drop it here.",
    );
  const kinds = await kindsOf(files);
  const found = [...kinds.values()];
  const kind = RANKS.find((each) => found.includes(each));
  if (kind === undefined) {
    const what = files.length === 1 ? (files[0]?.path ?? "this file") : "any of these files";
    return failure(
      "badInput",
      `Fovea cannot open ${what}.`,
      "It opens images, sessions, suites (JSON, JSONL, CSV, TSV, zip), results, training runs, acuity measurements, logs of training elsewhere, and models.",
    );
  }
  if (kind === "model" || kind === "suite" || kind === "log") return success({ kind, files });
  const alike = files.filter((file) => kinds.get(file) === kind);
  return success({ kind, files: kind === "picture" ? alike : alike.slice(0, 1) });
}
