/** The files below a folder, without what links bring in from elsewhere. */

import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * Whether a link leads to a file of the folder. One to a folder is not followed, so none is visited twice.
 * @param {string} root
 * @param {string} path
 */
function isFileWithin(root, path) {
  if (!existsSync(path)) return false;
  return realpathSync(path).startsWith(root + sep) && statSync(path).isFile();
}

/**
 * Sorted paths with forward slashes, and those of links that are left out.
 * @param {string} folder
 */
export function filesWithin(folder) {
  const root = realpathSync(folder);
  /** @type {string[]} */
  const files = [];
  /** @type {string[]} */
  const outside = [];
  const visit = (/** @type {string} */ within) => {
    for (const entry of readdirSync(within, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(within, entry.name);
      if (entry.isDirectory()) {
        visit(path);
        continue;
      }
      const kept = entry.isFile() || (entry.isSymbolicLink() && isFileWithin(root, path));
      (kept ? files : outside).push(relative(root, path).split(sep).join("/"));
    }
  };
  visit(root);
  return { root, files: files.sort(), outside };
}
