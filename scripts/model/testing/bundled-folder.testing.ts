/** For tests in Node: the files of a bundled model, from the disk. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ModelFiles } from "../assemble.ts";

const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path));

/** The files of a folder by their names, without those of folders in it. */
export function filesOf(folder: string): ModelFiles {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map(({ name }) => [name, read(`${folder}/${name}`)]));
}

/** All files of a bundled model, those that it shares with the one beside it among them. */
export function bundledFolder(id: string): ModelFiles {
  const folder = fileURLToPath(new URL(`../../../public/models/${id}/`, import.meta.url));
  const { files }: { readonly files: readonly { readonly path: string; readonly at?: string }[] } =
    JSON.parse(readFileSync(`${folder}manifest.json`, "utf8"));
  const shared = files.flatMap(({ path, at }) =>
    at === undefined ? [] : [[path, read(folder + at)] as const],
  );
  return new Map([...filesOf(folder), ...shared]);
}
