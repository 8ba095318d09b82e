/** Features of drawn scenes that training keeps on disk between its runs. */

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../process/run.mjs";

const FOLDER = join(root, ".cache", "lab-features");

/** Serves the folder below `features/`, takes what the page puts there, and hands everything else to `receive`. */
export function withKeptFeatures(
  /** @type {(path: string, body: Buffer) => void} */ receive = (path) => {
    throw new Error(`Nothing is taken at ${path}.`);
  },
) {
  mkdirSync(FOLDER, { recursive: true });
  return {
    mounts: { features: FOLDER },
    receive(/** @type {string} */ path, /** @type {Buffer} */ body) {
      const [, name] = /\/features\/([0-9a-f]{64}\.bin)$/.exec(path) ?? [];
      if (name === undefined) return receive(path, body);
      const part = join(FOLDER, `${name}.${process.pid}.part`);
      writeFileSync(part, body);
      renameSync(part, join(FOLDER, name));
    },
  };
}
