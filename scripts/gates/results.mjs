/** How many tests a gate's report counts. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "../process/run.mjs";

/** Outside what git tracks. */
export const resultsFolder = join(root, ".cache", "tests");

/**
 * @typedef {object} Failure a test that failed, a file of tests that threw before its first one, or a whole gate
 * @property {string} name
 * @property {string} message
 */

/** @typedef {{ passed: number, skipped: number, failures: readonly Failure[] }} Tally */

/**
 * A file that threw before its first test, or whose page went away before it: none of its tests is counted, so the file
 * itself is.
 */
function failedToLoad(/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) {
  if (file.assertionResults.length === 0) return true;
  return file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed");
}

/** @returns {Failure[]} */
function failuresOfFile(/** @type {any} */ file) {
  if (failedToLoad(file)) return [{ name: file.name, message: file.message || "none of its tests ran" }];
  return file.assertionResults
    .filter((/** @type {any} */ { status }) => status === "failed")
    .map((/** @type {any} */ { fullName, failureMessages }) => ({
      name: `${file.name} › ${fullName}`,
      message: failureMessages.join("\n"),
    }));
}

/**
 * Playwright's suites hold suites; a test that passed only when tried again has failed.
 * @returns {Failure[]}
 */
function failuresOfSuite(/** @type {any} */ { suites = [], specs = [] }) {
  const own = specs.flatMap((/** @type {any} */ { file, title, tests }) =>
    tests
      .filter((/** @type {any} */ { status }) => status === "unexpected" || status === "flaky")
      .map((/** @type {any} */ { results }) => ({
        name: `${file} › ${title}`,
        message: results.map((/** @type {any} */ { error }) => error?.message ?? "").join("\n"),
      })),
  );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

/** @returns {Tally} what a report of vitest counts */
export function countVitest(/** @type {any} */ { numPassedTests, numPendingTests, testResults }) {
  return {
    passed: numPassedTests,
    skipped: numPendingTests,
    failures: testResults.flatMap(failuresOfFile),
  };
}

/** @returns {Tally} */
function countPlaywright(/** @type {any} */ { stats, suites }) {
  return { passed: stats.expected, skipped: stats.skipped, failures: suites.flatMap(failuresOfSuite) };
}

const counters = { vitest: countVitest, playwright: countPlaywright };

/**
 * The tests of one gate. A gate that failed without naming a failed test (a crash, a lint) is one failure, and one that
 * passed without counting any test is none the less a failure: nothing was shown.
 * @param {boolean} well how the gate ended
 * @param {Tally} counted
 * @returns {Tally}
 */
export function settleTally(well, counted) {
  if (counted.failures.length > 0 || (well && counted.passed > 0)) return counted;
  return {
    ...counted,
    failures: [{ name: "the gate itself", message: "see what it printed above" }],
  };
}

/**
 * @param {import("./gates.mjs").Gate} gate
 * @param {boolean | string} outcome whether it ended well, or why it was skipped
 * @returns {Tally}
 */
export function tallyOf({ name, report }, outcome) {
  if (typeof outcome === "string") return { passed: 0, skipped: 1, failures: [] };
  if (report === undefined)
    return settleTally(outcome, { passed: outcome ? 1 : 0, skipped: 0, failures: [] });
  const path = join(resultsFolder, `${name}.json`);
  const counted = existsSync(path)
    ? counters[report](JSON.parse(readFileSync(path, "utf8")))
    : { passed: 0, skipped: 0, failures: [] };
  return settleTally(outcome, counted);
}

/** A failure in few lines, for the end of a long output. */
export function briefOf(/** @type {Failure} */ { name, message }, lines = 12) {
  const plain = stripVTControlCharacters(message).split("\n").slice(0, lines);
  return [`✗ ${name.replace(`${root}/`, "")}`, ...plain.map((line) => `    ${line}`)].join("\n");
}
