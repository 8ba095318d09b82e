/**
 * `npm run proofs [-- PART …]`: runs the tests that have a long form at length and writes docs/proofs.md, each result with
 * the commit that it is of. PARTs of paths choose files; the results of the others stay as they are.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import process from "node:process";
import { asPage, rowsOf } from "./docs/proofs-page.mjs";
import { resultsFolder } from "./gates/results.mjs";
import { requireChromium } from "./process/chromium.mjs";
import { root, runCommand, toolCommand } from "./process/run.mjs";

/** @typedef {import("./docs/proofs-page.mjs").Row} Row */

const page = join(root, "docs", "proofs.md");
/** Whatever is never done after so long has failed. */
const limitSeconds = 4 * 3600;

/** @param {...string} words */
const git = (...words) => execFileSync("git", words, { cwd: root, encoding: "utf8" }).trim();

/** Test files that ask how far to go, or that import others which do. */
function proofFiles() {
  const parts = process.argv.slice(2);
  return git("grep", "-lE", "\\bextent\\(|\\.proofs\\.ts", "--", "*.test.ts", "*.spec.ts")
    .split("\n")
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
}

/** @returns {Omit<Row, "commit">[]} */
function rowsOfVitest(/** @type {any} */ { testResults }) {
  return testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
    assertionResults.flatMap((/** @type {any} */ { fullName, status, duration, meta }) =>
      meta.proof === undefined
        ? []
        : [
            {
              ...meta.proof,
              file: relative(root, name).split(sep).join("/"),
              title: fullName,
              seconds: duration / 1000,
              passed: status === "passed",
            },
          ],
    ),
  );
}

/** @returns {Omit<Row, "commit">[]} */
function rowsOfPlaywright(/** @type {any} */ { suites = [], specs = [] }) {
  const own = specs.flatMap((/** @type {any} */ { file, title, ok, tests }) =>
    tests.flatMap((/** @type {any} */ { annotations, results }) =>
      annotations
        .filter((/** @type {any} */ { type }) => type === "proof")
        .map((/** @type {any} */ { description }) => ({
          ...JSON.parse(description),
          file: `e2e/${file}`,
          title,
          seconds: results[0].duration / 1000,
          passed: ok,
        })),
    ),
  );
  return [...own, ...suites.flatMap(rowsOfPlaywright)];
}

/** @returns {Promise<Omit<Row, "commit">[]>} */
async function proved(/** @type {string[]} */ command, /** @type {string} */ name) {
  const path = join(resultsFolder, `proofs-${name}.json`);
  rmSync(path, { force: true });
  const environment = {
    FOVEA_PROOFS: "yes",
    FOVEA_CHROMIUM: requireChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: path,
  };
  const reporters =
    name === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${path}`] : [];
  await runCommand([...command, ...reporters], { limitSeconds, environment });
  if (!existsSync(path)) return [];
  const report = JSON.parse(readFileSync(path, "utf8"));
  return name === "vitest" ? rowsOfVitest(report) : rowsOfPlaywright(report);
}

const files = proofFiles();
const [specs, tests] = [true, false].map((wanted) =>
  files.filter((file) => file.endsWith(".spec.ts") === wanted),
);
const changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/proofs.md") !== "";
const commit = `${git("rev-parse", "--short=12", "HEAD")}${changed ? " with changes" : ""}`;
mkdirSync(resultsFolder, { recursive: true });
/** @type {Omit<Row, "commit">[]} */
const found = [];
if (tests?.length) found.push(...(await proved([...toolCommand("vitest"), "run", ...tests], "vitest")));
if (specs?.length) {
  const playwright = [
    ...toolCommand("@playwright/test", "playwright"),
    "test",
    "-c",
    "e2e/playwright.config.ts",
  ];
  found.push(...(await proved([...playwright, ...specs], "playwright")));
}

const before = existsSync(page) ? rowsOf(readFileSync(page, "utf8")) : [];
const kept = before.filter(({ file }) => !files.includes(file) && existsSync(join(root, file)));
const rows = [...kept, ...found.map((row) => ({ ...row, commit }))];
writeFileSync(page, asPage(rows));
const failed = found.filter(({ passed }) => !passed).length;
console.log(`${found.length - failed} passed, ${failed} failed; see docs/proofs.md`);
process.exitCode = found.length > 0 && failed === 0 ? 0 : 1;
