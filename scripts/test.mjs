/** `npm test`: installs what is missing, runs every gate and counts. Options: --only=lint,types (names in gates.mjs). */

import "./require-node.cjs";

import { mkdirSync, rmSync } from "node:fs";
import process from "node:process";
import { gates } from "./gates/gates.mjs";
import { briefOf, resultsFolder, tallyOf } from "./gates/results.mjs";
import { runScheduled } from "./gates/schedule.mjs";
import { ensureChromium, noChromium } from "./process/chromium.mjs";
import { ensureDependencies } from "./process/dependencies.mjs";

/** @returns {readonly import("./gates/gates.mjs").Gate[]} */
function chooseGates(/** @type {string[]} */ parameters) {
  const chosen = new Set();
  for (const parameter of parameters) {
    const names = /^--only=(.+)$/.exec(parameter)?.[1]?.split(",");
    const unknown = names?.find((name) => !gates.some((gate) => gate.name === name));
    if (names === undefined || unknown !== undefined) {
      const known = gates.map(({ name }) => name).join(",");
      console.error(`Unknown: ${unknown ?? parameter}. Choose gates by --only=${known}`);
      process.exit(2);
    }
    for (const name of names) chosen.add(name);
  }
  return gates.filter(({ name }) => chosen.size === 0 || chosen.has(name));
}

/** Says where the browser is, or what to install; the gates that need one then fail by themselves. */
async function prepareBrowser() {
  const path = await ensureChromium().catch((/** @type {Error} */ fault) => {
    console.error(fault.message);
    return null;
  });
  if (path === null) return console.error(noChromium);
  console.log(`Browser: ${path}`);
  process.env["FOVEA_CHROMIUM"] = path;
}

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const chosen = chooseGates(process.argv.slice(2));
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const summary = [];
/** Every failure again, at the end, where whoever reads only the last lines finds it.
 * @type {string[]} */
const said = [];

/** Runs a gate and counts; what it prints while others run beside it is shown when it ends. */
async function runGate(/** @type {import("./gates/gates.mjs").Gate} */ gate, /** @type {boolean} */ alone) {
  const start = performance.now();
  console.log(`\n=== ${gate.title}${alone ? "" : " starts"}`);
  let printed = "";
  const output = (/** @type {string} */ text) => {
    printed += text;
  };
  const outcome = await gate.run(alone ? undefined : output);
  if (!alone) process.stdout.write(`\n=== ${gate.title}\n${printed}`);
  const { passed, failures, skipped } = tallyOf(gate, outcome);
  for (const failure of failures) said.push(`${gate.name}: ${briefOf(failure)}`);
  if (typeof outcome === "string") said.push(`${gate.name} was skipped: ${outcome}.`);
  total.passed += passed;
  total.failed += failures.length;
  total.skipped += skipped;
  const line = `${wordOf(passed, failures.length, skipped)} ${gate.name.padEnd(10)} ${seconds(start).padStart(8)}  ${countsOf(passed, failures.length, skipped)}`;
  summary.push(line);
  console.log(`=== ${line}`);
}

/** @returns {string} in seven letters */
function wordOf(/** @type {number} */ passed, /** @type {number} */ failed, /** @type {number} */ skipped) {
  if (failed > 0) return "FAILED ";
  return passed === 0 && skipped > 0 ? "skipped" : "ok     ";
}

function countsOf(/** @type {number} */ passed, /** @type {number} */ failed, /** @type {number} */ skipped) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const start = performance.now();
rmSync(resultsFolder, { recursive: true, force: true });
mkdirSync(resultsFolder, { recursive: true });
ensureDependencies();
if (chosen.some(({ needsBrowser }) => needsBrowser)) await prepareBrowser();
await runScheduled(chosen, runGate);

const skippedWords = total.skipped > 0 ? ` ${total.skipped} skipped.` : "";
console.log(`\n${[...said, ...summary].join("\n")}\nAll in ${seconds(start)}.${skippedWords}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(countsOf(total.passed, total.failed, 0));
