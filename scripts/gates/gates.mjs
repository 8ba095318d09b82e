/** The gates of the project: what each runs, how its tests are counted, and what may run beside it. */

import { join } from "node:path";
import process from "node:process";
import { build, ensureBuild } from "../build/build.mjs";
import { findVllm } from "../engines/real-server.mjs";
import { root, runCommand, toolCommand } from "../process/run.mjs";
import { weighCheckout } from "./checkout.mjs";
import { checkTraining } from "./python.mjs";
import { resultsFolder } from "./results.mjs";

/** @typedef {import("../process/run.mjs").Output} Output */

/**
 * @typedef {object} Gate
 * @property {string} name for --only
 * @property {string} title
 * @property {number} cores how many it keeps busy, 1 or 2
 * @property {readonly string[]} [after] gates that have to end before, where they are run
 * @property {boolean} [needsBrowser]
 * @property {(output: Output | undefined) => Promise<boolean | string>} run whether it passed, or why it was skipped
 * @property {"vitest" | "playwright"} [report] who writes results to `<name>.json`; without, the gate is one test
 */

/** @returns {(output: Output | undefined) => Promise<boolean>} */
function tool(
  /** @type {string} */ packageName,
  /** @type {string[]} */ parameters,
  program = /** @type {string | undefined} */ (undefined),
) {
  return (output) =>
    runCommand([...toolCommand(packageName, program), ...parameters], { limitSeconds: 300, output });
}

/** @returns {(output: Output | undefined) => Promise<boolean>} */
function vitest(/** @type {string} */ name, /** @type {readonly string[]} */ projects = [name]) {
  const report = join(resultsFolder, `${name}.json`);
  const parameters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // Looked up when the gate runs: on a fresh machine it is installed only then.
  return (output) =>
    runCommand(
      [
        ...toolCommand("vitest"),
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        ...parameters,
      ],
      {
        limitSeconds: 600,
        output,
      },
    );
}

/** Code that nothing reaches, then code that only tests reach. */
async function dead(/** @type {Output | undefined} */ output) {
  const all = await tool("knip", ["--no-progress"])(output);
  return (await tool("knip", ["--no-progress", "--production"])(output)) && all;
}

async function endToEnd(/** @type {Output | undefined} */ output) {
  if (!(await ensureBuild(output))) return false;
  const playwright = [...toolCommand("@playwright/test", "playwright"), "test"];
  return runCommand([...playwright, "--config", "e2e/playwright.config.ts"], {
    // For a run that hangs; on two quiet cores it takes about twelve minutes.
    limitSeconds: 1000,
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(resultsFolder, "e2e.json") },
    output,
  });
}

/** Against a real vLLM server, where there is a Python that has it. @returns {Promise<boolean | string>} */
async function realServer(/** @type {Output | undefined} */ output) {
  if (findVllm() === null)
    return "no Python with vLLM was found; FOVEA_VLLM_PYTHON names one (docs/engines.md)";
  if (!(await ensureBuild(output))) return false;
  const command = [process.execPath, join(root, "scripts", "engines", "check.mjs")];
  return runCommand(command, { limitSeconds: 900, output });
}

async function appearance(/** @type {Output | undefined} */ output) {
  if (!(await ensureBuild(output))) return false;
  const command = [process.execPath, join(root, "scripts", "screenshots.mjs"), "--check"];
  return runCommand(command, { limitSeconds: 300, output });
}

async function size(/** @type {Output | undefined} */ output) {
  if (!(await ensureBuild(output))) return false;
  const { said, well } = weighCheckout();
  (output ?? console.log)(`${said}\n`);
  return (await tool("size-limit", [])(output)) && well;
}

/** @type {readonly Gate[]} */
export const gates = [
  {
    name: "node",
    title: "Tests in Node (vitest)",
    cores: 1,
    run: vitest("node", ["node", "node-isolated"]),
    report: "vitest",
  },
  {
    name: "gpu",
    title: "Tests on WebGPU in Chromium (vitest)",
    cores: 1,
    needsBrowser: true,
    run: vitest("gpu"),
    report: "vitest",
  },
  {
    name: "lint",
    title: "Format and lint (biome)",
    cores: 1,
    run: tool("@biomejs/biome", ["ci", "--error-on-warnings", "."]),
  },
  // Version 7 has no programming interface, which the gate of arrows needs of version 6; it checks in a fifth of the time.
  { name: "types", title: "Types (tsc)", cores: 1, run: tool("typescript-7", [], "tsc") },
  {
    name: "arrows",
    title: "Import arrows (dependency-cruiser)",
    cores: 1,
    run: tool("dependency-cruiser", ["src", "shaders", "scripts", "e2e", "bench"], "depcruise"),
  },
  { name: "dead", title: "Dead code (knip)", cores: 1, run: dead },
  { name: "python", title: "Training scripts (ruff, pytest)", cores: 1, run: checkTraining },
  { name: "build", title: "Build (vite)", cores: 1, run: build },
  { name: "size", title: "Size budget (size-limit)", cores: 1, after: ["build"], run: size },
  {
    name: "appearance",
    title: "Appearance of the README's screens",
    cores: 1,
    needsBrowser: true,
    after: ["build"],
    run: appearance,
  },
  {
    name: "engines",
    title: "Remote engines against a real vLLM server",
    cores: 2,
    needsBrowser: true,
    after: ["build"],
    run: realServer,
  },
  {
    name: "e2e",
    title: "End to end (playwright)",
    cores: 2,
    needsBrowser: true,
    after: ["build"],
    run: endToEnd,
    report: "playwright",
  },
];
