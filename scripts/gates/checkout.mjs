/** The budget of the checkout: what a `git clone` puts on a person's disk, models and images included. */

import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../process/run.mjs";

const budgetMebibytes = 45;

/** @returns {string[]} what git tracks; outside a git checkout (an unpacked archive) there is nothing to weigh */
function trackedFiles() {
  const { status, stdout } = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.split("\0").filter(Boolean) : [];
}

/** @returns {{ said: string, well: boolean }} how much the tracked files weigh, and whether that is little enough */
export function weighCheckout() {
  const weights = trackedFiles()
    .map((path) => ({ path, bytes: existsSync(join(root, path)) ? statSync(join(root, path)).size : 0 }))
    .sort((one, other) => other.bytes - one.bytes);
  const mebibytes = weights.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
  const said = `The checkout weighs ${mebibytes.toFixed(1)} MiB of at most ${budgetMebibytes}.`;
  if (mebibytes < budgetMebibytes) return { said, well: true };
  const largest = weights
    .slice(0, 5)
    .map(({ path, bytes }) => `${path} (${(bytes / 2 ** 20).toFixed(1)} MiB)`);
  return { said: `${said} Its largest files: ${largest.join(", ")}.`, well: false };
}
