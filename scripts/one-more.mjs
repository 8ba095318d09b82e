/**
 * `npm run one-more [-- COMMIT …]`: what one more of a kind costs, in files. Counts the files that the commits touched
 * which added an entry of a catalog; without commits, those that added the Rényi divergences and VPPO's gate. Files that a
 * script writes (published schemas, pages about the catalogs, values of an independent program) are listed apart.
 */

import { execFileSync } from "node:child_process";
import process from "node:process";
import { root } from "./process/run.mjs";

/** The subjects of the commits that are measured where none are named. */
const SUBJECTS = ["Rényi divergences of any order from 0 to 10, both ways", "Gate: VPPO's visual dependence"];

/** What no hand writes. */
const WRITTEN = [/^public\/schemas\//, /^docs\/(?:divergences|gates|formulas)\.md$/, /\.vectors\.json$/];

/** @param {...string} words */
const git = (...words) => execFileSync("git", words, { cwd: root, encoding: "utf8" }).trim();

/** @param {string} subject */
function commitOf(subject) {
  const found = git("log", "--format=%H", "--fixed-strings", `--grep=${subject}`).split("\n").at(-1);
  if (found === undefined || found === "") throw new Error(`No commit is called “${subject}”.`);
  return found;
}

const named = process.argv.slice(2);
for (const commit of named.length > 0 ? named : SUBJECTS.map(commitOf)) {
  const files = git("show", "--format=", "--name-only", commit).split("\n").filter(Boolean);
  const byHand = files.filter((file) => !WRITTEN.some((pattern) => pattern.test(file)));
  const written = files.filter((file) => !byHand.includes(file));
  process.stdout.write(`${git("show", "-s", "--format=%h %s", commit)}: ${byHand.length} files by hand\n`);
  for (const file of byHand) process.stdout.write(`  ${file}\n`);
  process.stdout.write(`  and ${written.length} that a script writes: ${written.join(", ")}\n`);
}
