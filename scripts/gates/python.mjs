/** The scripts that train the models: linted by ruff and tested by pytest where there is a Python with PyTorch. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root, runCommand } from "../process/run.mjs";

/** What the scripts and their tests import. */
const modules = ["torch", "numpy", "PIL", "pytest"];

const ruffVersion = "0.17.5";
const ruffFolder = join(root, ".cache", `ruff-${ruffVersion}`);

/** @returns {string | null} a Python that has all of the modules, as FOVEA_PYTHON says or as the system names it */
export function findPython() {
  const named = process.env["FOVEA_PYTHON"];
  const candidates = named === undefined ? ["python3", "/usr/bin/python3", "python"] : [named];
  const check = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ${JSON.stringify(modules)})))`;
  const found = candidates.find((candidate) => spawnSync(candidate, ["-c", check]).status === 0);
  return found ?? null;
}

/**
 * The command that runs ruff, installed beside the checkout's other caches where it is missing.
 * @returns {readonly string[] | null} null where it cannot be installed
 */
function findRuff(/** @type {string} */ python) {
  const own = join(ruffFolder, "bin", "ruff");
  if (!existsSync(own)) {
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"];
    spawnSync(python, [...pip, "--target", ruffFolder, `ruff==${ruffVersion}`], { timeout: 60_000 });
  }
  return existsSync(own) ? [own] : null;
}

/**
 * @param {import("../process/run.mjs").Output | undefined} output
 * @returns {Promise<boolean | string>} whether all is well, or why nothing was run
 */
export async function checkTraining(output) {
  const python = findPython();
  if (python === null) return `no Python with ${modules.join(", ")} was found; FOVEA_PYTHON names one`;
  const ruff = findRuff(python);
  if (ruff === null) return `ruff ${ruffVersion} could not be installed`;
  const options = { limitSeconds: 120, output };
  const linted = await runCommand([...ruff, "check", "--no-cache", "training"], options);
  const pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "training"];
  return (await runCommand([python, ...pytest], options)) && linted;
}
