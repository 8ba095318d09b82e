/** For tests in Node: the files of a bundled model, from the disk. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ModelFiles } from "../assemble.ts";

export function bundledFolder(id: string): ModelFiles {
  const folder = fileURLToPath(new URL(`../../../public/models/${id}/`, import.meta.url));
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map(({ name }) => [name, new Uint8Array(readFileSync(`${folder}${name}`))]));
}
