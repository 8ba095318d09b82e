/** The gates of the project in order of speed: what each runs and how its tests are counted. */

import { join } from "node:path";
import process from "node:process";
import { build, ensureBuild } from "../build/build.mjs";
import { root, runCommand, toolCommand } from "../process/run.mjs";
import { checkoutProblem } from "./checkout.mjs";
import { resultsFolder } from "./results.mjs";

/**
 * @typedef {object} Gate
 * @property {string} name for --only
 * @property {string} title
 * @property {() => Promise<boolean>} run whether it passed
 * @property {"vitest" | "playwright"} [report] who writes results to `<name>.json`; without, the gate is one test
 */

/** @returns {() => Promise<boolean>} */
function tool(
  /** @type {string} */ packageName,
  /** @type {string[]} */ parameters,
  program = /** @type {string | undefined} */ (undefined),
) {
  return () => runCommand([...toolCommand(packageName, program), ...parameters], { limitSeconds: 300 });
}

function vitest(/** @type {string} */ project) {
  const report = join(resultsFolder, `${project}.json`);
  const parameters = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return () => runCommand([...toolCommand("vitest"), ...parameters], { limitSeconds: 400 });
}

async function endToEnd() {
  if (!(await ensureBuild())) return false;
  return runCommand(
    [...toolCommand("@playwright/test", "playwright"), "test", "--config", "e2e/playwright.config.ts"],
    {
      limitSeconds: 800,
      environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(resultsFolder, "e2e.json") },
    },
  );
}

async function appearance() {
  if (!(await ensureBuild())) return false;
  const command = [process.execPath, join(root, "scripts", "screenshots.mjs"), "--check"];
  return runCommand(command, { limitSeconds: 300 });
}

async function size() {
  if (!(await ensureBuild())) return false;
  const problem = checkoutProblem();
  if (problem !== null) console.error(problem);
  return (await tool("size-limit", [])()) && problem === null;
}

/** @type {readonly Gate[]} */
export const gates = [
  {
    name: "lint",
    title: "Format and lint (biome)",
    run: tool("@biomejs/biome", ["ci", "--error-on-warnings", "."]),
  },
  { name: "types", title: "Types (tsc)", run: tool("typescript", [], "tsc") },
  {
    name: "arrows",
    title: "Import arrows (dependency-cruiser)",
    run: tool("dependency-cruiser", ["src", "shaders", "scripts", "e2e"], "depcruise"),
  },
  { name: "dead", title: "Dead code (knip)", run: tool("knip", ["--no-progress"]) },
  { name: "node", title: "Tests in Node (vitest)", run: vitest("node"), report: "vitest" },
  { name: "gpu", title: "Tests on WebGPU in Chromium (vitest)", run: vitest("gpu"), report: "vitest" },
  { name: "build", title: "Build (vite)", run: build },
  { name: "size", title: "Size budget (size-limit)", run: size },
  { name: "appearance", title: "Appearance of the README's screens", run: appearance },
  { name: "e2e", title: "End to end (playwright)", run: endToEnd, report: "playwright" },
];
