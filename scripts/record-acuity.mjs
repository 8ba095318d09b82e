/**
 * `npm run record-acuity [-- --items N]`: measures the acuity curves that come with Fovea with the bundled models, and writes
 * public/acuity and what the lesson shows of them. Recording again gives the same answers.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { lessonFigures } from "./examples/lesson-figures.mjs";
import { loadTypeScript } from "./process/load-typescript.mjs";
import { root, runCommand } from "./process/run.mjs";

const [flag, typed = "160"] = process.argv.slice(2);
const items = flag === "--items" ? typed : "160";
/** @type {{ readonly RECORDED: readonly string[] }} */
const { RECORDED } = await loadTypeScript("src/acuity/recorded.ts");
const folder = join(root, "public", "acuity");
mkdirSync(folder, { recursive: true });

for (const name of RECORDED) {
  const parts = /^(.*)-([a-z]+)-([a-zA-Z]+)$/.exec(name);
  if (parts === null) throw new Error(`${name} does not say its model, dimension and variable.`);
  const [, model = "", dimension = "", variable = ""] = parts;
  const asked = ["--model", model, "--dimension", dimension, "--vary", variable, "--items", items];
  const command = [process.execPath, join(root, "scripts", "fovea.mjs"), "acuity", ...asked];
  const well = await runCommand([...command, "--json", join(folder, `${name}.json`)], { limitSeconds: 3600 });
  if (!well) process.exit(1);
}

const [first = ""] = RECORDED;
const measured = JSON.parse(readFileSync(join(folder, `${first}.json`), "utf8"));
const path = join(root, "src", "lesson", "exhibits", "acuity.recorded.json");
writeFileSync(path, `${JSON.stringify(lessonFigures(measured), null, 1)}\n`);
console.log(`${RECORDED.length} measurements in public/acuity`);
