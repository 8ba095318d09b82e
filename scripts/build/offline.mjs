/** Tells the built service worker which files there are, each by its hash: what it keeps, and when it is a new one. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export const serviceWorker = "service-worker.js";

/** What the page opens with. */
const shell = /^(?:index\.html|manifest\.webmanifest|icons?[/.].*|assets\/.*\.(?:js|css|woff2))$/;

/** What comes beside it, in the order in which it is wanted. */
const rest = [
  /^sessions\/.*\.json$/,
  /^gallery\//,
  /^assets\/.*\.wasm$/,
  /^models\/.*(?<!\.md)$/,
  /^suites\//,
];

/** @returns {[path: string, sha256: string]} the hash in base64, as in an integrity attribute */
function hashed(/** @type {string} */ folder, /** @type {string} */ path) {
  return [
    path,
    createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("base64"),
  ];
}

/** Writes the list in front of the service worker of a built folder. */
export function listFilesForOffline(/** @type {string} */ folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const list = {
    shell: paths.filter((path) => shell.test(path)).map((path) => hashed(folder, path)),
    rest: rest.flatMap((kind) => paths.filter((path) => kind.test(path)).map((path) => hashed(folder, path))),
  };
  const path = join(folder, serviceWorker);
  const code = readFileSync(path, "utf8").replace(/^const FOVEA_FILES=.*\n/, "");
  writeFileSync(path, `const FOVEA_FILES=${JSON.stringify(list)};\n${code}`);
}
