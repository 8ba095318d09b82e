/** Installs the locked dependencies when they are missing or differ from the lock. Uses nothing but Node and npm. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root, runNpm } from "./run.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[] }} Entry
 * @typedef {Record<string, Entry>} Entries
 */

/** @returns {Entries} */
function readEntries(/** @type {string} */ path) {
  return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
}

/** Whether a package with native code is meant for this machine. */
function isForThisMachine(/** @type {Entry} */ { os, cpu }) {
  return os?.includes(process.platform) === true && cpu?.includes(process.arch) === true;
}

/**
 * Why the dependencies have to be installed, or null where they are as locked. npm's own record of what it
 * installed is compared, so a plain `npm install` counts as well as ours, and an interrupted one does not.
 * @param {Entries} locked
 * @param {Entries} installed
 * @returns {string | null}
 */
export function staleReason(locked, installed) {
  for (const [path, entry] of Object.entries(locked)) {
    if (path === "" || entry.optional) continue;
    const present = installed[path];
    const name = path.replace(/^.*node_modules\//, "");
    if (!present) return `${name} ${entry.version} is locked but not installed`;
    if (present.version !== entry.version) return `${name} is ${present.version}, locked is ${entry.version}`;
  }
  const native = Object.entries(locked).filter(([, entry]) => entry.optional && isForThisMachine(entry));
  if (native.length > 0 && !native.some(([path]) => installed[path])) {
    return `they were installed for another machine than ${process.platform} ${process.arch}`;
  }
  return null;
}

function reasonToInstall() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "there are none yet";
  return staleReason(readEntries(join(root, "package-lock.json")), readEntries(record));
}

/** Ends the program with a sentence where npm cannot install. */
export function ensureDependencies() {
  const reason = reasonToInstall();
  if (reason === null) return;
  console.log(`Installing the dependencies: ${reason}.`);
  if (runNpm(["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"])) return;
  console.error("npm could not install the dependencies; its message is above. Is there a network?");
  process.exit(1);
}
