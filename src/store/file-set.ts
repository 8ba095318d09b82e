/** A model's files by path: bytes that were downloaded for this session, or files that are read in place. */
import { faultFrom, type Outcome, success } from "../base/outcome.ts";
import type { ModelFiles } from "../model/adapter.ts";
import type { Manifest } from "../model/manifest/manifest.ts";

export type FileSet = ReadonlyMap<string, Uint8Array<ArrayBuffer> | Blob>;

/** The bytes of a file; empty if the set lacks it. Throws if a file on disk has changed since it was chosen. */
export async function bytesOf(files: FileSet, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = files.get(path) ?? new Uint8Array();
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
}

/** All files of a model except graphs and weights, read into memory: tokenizer, vocabulary, config. */
export async function smallFiles(manifest: Manifest, files: FileSet): Promise<Outcome<ModelFiles>> {
  const graphs: readonly { path: string; external: string[] }[] = Object.values(manifest.graphs);
  const large = new Set(graphs.flatMap((graph) => [graph.path, ...graph.external]));
  const small = new Map<string, Uint8Array>();
  try {
    for (const { path } of manifest.files) {
      if (!large.has(path)) small.set(path, await bytesOf(files, path));
    }
  } catch (thrown) {
    return {
      ok: false,
      fault: faultFrom("corrupt", thrown, "The model's files changed; choose them again."),
    };
  }
  return success({ read: (path) => small.get(path) ?? null });
}
