/** Builds the page into dist/ when that is missing or older than its sources. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root, runCommand, toolCommand } from "../process/run.mjs";

/** Where the build leaves the hashes of what it was made from; written by vite.config.ts. */
export const stampName = "build.json";

export const builtFolder = join(root, "dist");

/** @typedef {{ id: string, files: Record<string, string> }} Stamp */

const sources = [
  "index.html",
  "command.html",
  "package-lock.json",
  "vite.config.ts",
  "src",
  "shaders",
  "public",
];

/** Every file below a path, tests aside: they are no part of the page. */
function listFiles(/** @type {string} */ path) {
  const folder = join(root, path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:test|testing)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/**
 * Hashes of all sources, by content: a fresh clone or a changed branch has new times but may have the same bytes.
 * @returns {Stamp}
 */
export function stampSources() {
  const paths = sources.flatMap((path) => (/\.[a-z]+$/.test(path) ? [path] : listFiles(path))).sort();
  const files = Object.fromEntries(
    paths.map((path) => [
      path,
      createHash("sha256")
        .update(readFileSync(join(root, path)))
        .digest("hex")
        .slice(0, 16),
    ]),
  );
  const id = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12);
  return { id, files };
}

/**
 * @param {Stamp} current
 * @param {Stamp} built
 * @returns {string | null} why the build is stale, or null
 */
export function changeReason(current, built) {
  const paths = [...new Set([...Object.keys(current.files), ...Object.keys(built.files)])];
  const changed = paths.filter((path) => current.files[path] !== built.files[path]);
  if (changed.length === 0) return null;
  const others = changed.length - 1;
  return `${changed[0]}${others > 0 ? ` and ${others} more` : ""} changed since the last one`;
}

function reasonToBuild() {
  const path = join(builtFolder, stampName);
  if (!existsSync(path) || !existsSync(join(builtFolder, "index.html"))) return "there is none yet";
  return changeReason(stampSources(), JSON.parse(readFileSync(path, "utf8")));
}

/** Runs Vite. */
export function build(output = /** @type {import("../process/run.mjs").Output | undefined} */ (undefined)) {
  return runCommand([...toolCommand("vite"), "build", "--logLevel", "warn"], { limitSeconds: 300, output });
}

/** @returns {Promise<boolean>} whether there is a build of the present sources */
export async function ensureBuild(
  output = /** @type {import("../process/run.mjs").Output | undefined} */ (undefined),
) {
  const reason = reasonToBuild();
  if (reason === null) return true;
  (output ?? console.log)(`Building the page: ${reason}.\n`);
  return build(output);
}
