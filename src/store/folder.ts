/** A folder or a set of files on disk: read in place, never copied here. */
import { failure, faultFrom, type Outcome, success } from "../base/outcome.ts";
import { filesOf, type ModelTitle, manifestOf, mixesOf, type Shape } from "../model/manifest/hub-layout.ts";
import { type Manifest, type ModelFile, parseManifest } from "../model/manifest/manifest.ts";
import { MIXES, type Mix } from "../source/mix.ts";
import type { LocalFile } from "../source/source.ts";
import { shapeOf } from "./hub/hub.ts";
import { hashFile } from "./transfer/hashing.ts";

const CHANGED = "Choose the folder again; its files may have changed or moved.";

/** The kind of a folder: with a manifest of its own, or in the hub's layout. */
export type Folder =
  | { readonly kind: "manifest"; readonly manifest: Manifest; readonly files: readonly LocalFile[] }
  | {
      readonly kind: "layout";
      readonly title: ModelTitle;
      readonly shape: Shape;
      readonly mixes: readonly Mix[];
      readonly files: readonly LocalFile[];
    };

/** Paths as in a manifest: without the folder's own name, which a folder picker prepends. */
export function insideFolder(files: readonly LocalFile[]): readonly LocalFile[] {
  const root = files.find(({ path }) => /(?:^|\/)(?:manifest|config)\.json$/.test(path))?.path ?? "";
  const prefix = root.slice(0, root.lastIndexOf("/") + 1);
  return files
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, file }) => ({ path: path.slice(prefix.length), file }));
}

async function readAll(
  files: readonly LocalFile[],
  names: RegExp,
): Promise<Outcome<Map<string, Uint8Array>>> {
  const read = new Map<string, Uint8Array>();
  try {
    for (const { path, file } of files) {
      if (names.test(path)) read.set(path, new Uint8Array(await file.arrayBuffer()));
    }
    return success(read);
  } catch (thrown) {
    return { ok: false, fault: faultFrom("badInput", thrown, CHANGED) };
  }
}

function withManifest(bytes: Uint8Array, files: readonly LocalFile[]): Outcome<Folder> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (thrown) {
    return { ok: false, fault: faultFrom("badInput", thrown, "manifest.json is not JSON.") };
  }
  const manifest = parseManifest(json);
  if (!manifest.ok) return manifest;
  for (const { path, bytes: expected, at } of manifest.value.files) {
    const found = files.find((file) => file.path === path);
    if (found === undefined)
      return failure(
        "notFound",
        `The folder has no ${path}, which its manifest lists.`,
        at === undefined ? CHANGED : `Copy ${at} to ${path} in this folder, then choose it again.`,
      );
    if (found.file.size !== expected)
      return failure(
        "corrupt",
        `${path} has ${found.file.size} bytes; its manifest lists ${expected}.`,
        CHANGED,
      );
  }
  return success({ kind: "manifest", manifest: manifest.value, files });
}

function lacking(files: readonly LocalFile[]): Outcome<never> {
  const found =
    files.length === 0
      ? "no files"
      : files
          .slice(0, 4)
          .map(({ path }) => path)
          .join(", ");
  return failure(
    "notFound",
    `This is not a complete model: it has ${found}${files.length > 4 ? " …" : ""}.`,
    "A model's folder has a manifest.json, or config.json, tokenizer.json and the three graphs of one precision.",
  );
}

/** Identifies the contents of a folder, reading only its small files. */
export async function openLocal(all: readonly LocalFile[], name: string): Promise<Outcome<Folder>> {
  const files = insideFolder(all);
  const own = await readAll(files, /^manifest\.json$/);
  if (!own.ok) return own;
  const manifest = own.value.get("manifest.json");
  if (manifest !== undefined) return withManifest(manifest, files);
  const mixes = mixesOf(files.map(({ path, file }) => ({ path, bytes: file.size })));
  if (mixes.length === 0 || !files.some(({ path }) => path === "tokenizer.json")) return lacking(files);
  const small = await readAll(
    files,
    /^(?:config|preprocessor_config|tokenizer_config|chat_template)\.json$|^chat_template\.jinja$/,
  );
  if (!small.ok) return small;
  const shape = shapeOf((path) => small.value.get(path));
  if (!shape.ok) return shape;
  const title = {
    id: name,
    title: name,
    licence: "not stated in the folder",
    source: "a folder on this disk",
    knows: "What it was trained on; the folder does not specify it.",
  };
  return success({ kind: "layout", title, shape: shape.value, mixes, files });
}

/** The files of one mix in a folder, with their sizes. */
export function localFilesOf(folder: Extract<Folder, { kind: "layout" }>, mix: Mix) {
  return filesOf(
    folder.files.map(({ path, file }) => ({ path, bytes: file.size })),
    mix,
  );
}

type Progress = (done: number, total: number) => void;

async function hashAll(
  files: readonly { path: string; bytes: number }[],
  local: readonly LocalFile[],
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Outcome<readonly ModelFile[] | null>> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const hashed: ModelFile[] = [];
  let done = 0;
  try {
    for (const { path, bytes } of files) {
      const file = local.find((candidate) => candidate.path === path)?.file;
      const sha256 =
        file === undefined
          ? ""
          : await hashFile(file, signal, (count) => {
              done += count;
              onProgress(done, total);
            });
      if (sha256 === null) return success(null);
      hashed.push({ path, bytes, sha256 });
    }
    return success(hashed);
  } catch (thrown) {
    return { ok: false, fault: faultFrom("badInput", thrown, CHANGED) };
  }
}

/**
 * The verified manifest of a folder: if it has its own, the SHA-256 of every file is checked; in the hub's layout the hashes
 * are computed. Null if it was stopped.
 */
export async function verifyLocal(
  folder: Folder,
  mixId: string | null,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Outcome<Manifest | null>> {
  if (folder.kind === "manifest") {
    const hashed = await hashAll(folder.manifest.files, folder.files, signal, onProgress);
    if (!hashed.ok || hashed.value === null) return hashed as Outcome<null>;
    const wrong = hashed.value.find((file, index) => file.sha256 !== folder.manifest.files[index]?.sha256);
    return wrong === undefined
      ? success(folder.manifest)
      : failure("corrupt", `${wrong.path} does not have the SHA-256 of its manifest.`, CHANGED);
  }
  const mix = MIXES.find(({ id }) => id === mixId) ?? folder.mixes[0];
  if (mix === undefined) return lacking(folder.files);
  const hashed = await hashAll(localFilesOf(folder, mix), folder.files, signal, onProgress);
  if (!hashed.ok || hashed.value === null) return hashed as Outcome<null>;
  return manifestOf(folder.title, folder.shape, mix, hashed.value);
}

/** The name of a chosen folder: the first part of every path from a folder picker. */
export function folderName(files: readonly { readonly path: string }[]): string {
  const [first] = files;
  const root = first?.path.split("/")[0] ?? "";
  return first !== undefined && root !== first.path && files.every(({ path }) => path.startsWith(`${root}/`))
    ? root
    : "model";
}
