/** `npm test`: installs what is missing, runs every gate and counts. Options: --only=lint,types (names in gates.mjs). */

import "./require-node.cjs";

import { mkdirSync, rmSync } from "node:fs";
import process from "node:process";
import { gates } from "./gates/gates.mjs";
import { briefOf, resultsFolder, tallyOf } from "./gates/results.mjs";
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
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const summary = [];
/** Every failure again, at the end, where whoever reads only the last lines finds it.
 * @type {string[]} */
const said = [];

rmSync(resultsFolder, { recursive: true, force: true });
mkdirSync(resultsFolder, { recursive: true });
ensureDependencies();
if (chosen.some(({ name }) => name === "gpu" || name === "e2e")) await prepareBrowser();

for (const gate of chosen) {
  const start = performance.now();
  console.log(`\n=== ${gate.title}`);
  const well = await gate.run();
  const { passed, failures } = tallyOf(gate, well);
  const failed = failures.length;
  for (const failure of failures) said.push(`${gate.name}: ${briefOf(failure)}`);
  total.passed += passed;
  total.failed += failed;
  const line = `${failed === 0 ? "ok    " : "FAILED"} ${gate.name.padEnd(7)} ${seconds(start).padStart(8)}  ${passed} passed, ${failed} failed`;
  summary.push(line);
  console.log(`=== ${line}`);
}

console.log(`\n${[...said, ...summary].join("\n")}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
