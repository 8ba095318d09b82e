/** Budgets of the built page, read from what the page really asks for first. Sizes are those that travel (gzip). */

import { readdirSync, readFileSync } from "node:fs";

const page = readFileSync(new URL("dist/index.html", import.meta.url), "utf8");

/** Paths in the page's tags: its entry, what that imports statically, and its style sheets. */
function pathsOf(/** @type {RegExp} */ tag) {
  return [...page.matchAll(tag)].map(([, path]) => `dist/${path}`);
}

const scripts = [
  ...pathsOf(/<script[^>]*\ssrc="\.\/([^"]+)"/g),
  ...pathsOf(/rel="modulepreload"[^>]*href="\.\/([^"]+)"/g),
];
const styles = pathsOf(/rel="stylesheet"[^>]*href="\.\/([^"]+)"/g);

const assets = readdirSync(new URL("dist/assets/", import.meta.url));

/** The script of a worker whose entry has that name. */
function workerOf(/** @type {string} */ entry) {
  const script = new RegExp(`^${entry}-[\\w-]{8}\\.js$`);
  return assets.filter((name) => script.test(name)).map((name) => `dist/assets/${name}`);
}

const budgets = [
  { name: "First JavaScript of the page, before any model runtime", path: scripts, limit: "150 kB" },
  { name: "Style of the page", path: styles, limit: "30 kB" },
  { name: "Worker, without the runtime's wasm", path: workerOf("worker"), limit: "100 kB" },
  { name: "Training worker, without the runtime's wasm", path: workerOf("training-worker"), limit: "100 kB" },
];

export default budgets.filter(({ path }) => path.length > 0).map((budget) => ({ ...budget, gzip: true }));
