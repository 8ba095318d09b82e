/** Imports a TypeScript module from a plain Node script: Node 20 cannot strip types, Vite can. */

import { join } from "node:path";
import { runnerImport } from "vite";
import { root } from "./run.mjs";

/**
 * The exports of a module of the checkout, imported without the build's configuration.
 * @param {string} path from the root of the checkout
 */
export async function loadTypeScript(path) {
  const options = /** @type {const} */ ({
    root,
    configFile: false,
    logLevel: "error",
    // Node 20 has no `using`.
    oxc: { target: "es2022" },
  });
  const { module } = await runnerImport(join(root, path), options);
  return module;
}
