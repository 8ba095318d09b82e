/** What a command that trains serves beside the page, and the features of drawn scenes that it keeps on disk between runs. */

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../process/run.mjs";

const FOLDER = join(root, ".cache", "lab-features");

/**
 * The site of a command that trains and handles interrupts itself: features are served and taken below `features/`, and everything else
 * that the page sends is handed to `receive`.
 * @returns {import("../page.mjs").Site}
 */
export function trainingSite(
  /** @type {Readonly<Record<string, string>>} */ mounts,
  /** @type {(path: string, body: Buffer) => void} */ receive,
) {
  mkdirSync(FOLDER, { recursive: true });
  return {
    mounts: { ...mounts, features: FOLDER },
    keeps: false,
    stopsItself: true,
    receive(path, body) {
      const [, name] = /\/features\/([0-9a-f]{64}\.safetensors)$/.exec(path) ?? [];
      if (name === undefined) return receive(path, body);
      const part = join(FOLDER, `${name}.${process.pid}.part`);
      writeFileSync(part, body);
      renameSync(part, join(FOLDER, name));
    },
  };
}
