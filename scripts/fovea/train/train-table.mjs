/**
 * `npm run fovea -- train --table NAME`: a paper's table as runs. Each row's rate is chosen among three on validation scenes; the runs that
 * the table shows have other seeds and are measured on test scenes. A run that is finished is kept and never made again, whatever
 * table it is a row of, so that the command goes on where it was interrupted.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { loadTypeScript } from "../../process/load-typescript.mjs";
import { root } from "../../process/run.mjs";
import { createMounts } from "../mounts.mjs";
import { withPage } from "../page.mjs";
import { createProgress, listen } from "../progress.mjs";
import { refuse, unwrap } from "../refuse.mjs";
import { required, wholeNumber } from "../values.mjs";
import { lineFor, stopOnInterrupt, trainedManifest } from "./train.mjs";
import { trainingSite } from "./training-site.mjs";

/** @typedef {import("../values.mjs").Values} Values */
/** @typedef {import("../../../src/lab/run/document.ts").RunSettings} RunSettings */
/** @typedef {import("../../../src/lab/run/document.ts").RunRecord} RunRecord */
/** @typedef {import("../../../src/lab/run/document.ts").EvaluationRecord} EvaluationRecord */
/** @typedef {import("../../../src/lab/run/document.ts").FirstStageRecord} FirstStageRecord */
/** @typedef {import("../../../src/lab/tables/catalog.ts").TableRow} TableRow */
/** @typedef {import("../../../src/lab/tables/plan.ts").TableSize} TableSize */
/** @typedef {import("../../../src/lab/tables/document.ts").TableRun} TableRun */

/** Finished runs, by what decides them. */
export const KEPT = join(root, ".cache", "lab-runs");

/** @returns {Promise<string>} a digest of the model's weights as its manifest states them */
export async function weightsOf(
  /** @type {import("playwright").Page} */ page,
  /** @type {string} */ manifest,
) {
  const text = await page.evaluate(async (address) => (await fetch(address)).text(), manifest);
  return createHash("sha256").update(text).digest("hex");
}

/** The records of a kind. @returns {any[]} */
function recordsIn(/** @type {string} */ document, /** @type {RunRecord["kind"]} */ kind) {
  return document
    .split("\n")
    .filter((line) => line.includes(`"kind":"${kind}"`))
    .map((line) => JSON.parse(line));
}

/** @returns {EvaluationRecord[]} */
const evaluationsIn = (/** @type {string} */ document) => recordsIn(document, "evaluation");

/**
 * What an earlier run tells of one on the same questions: what the model answers before the first step, and its first stage.
 * @typedef {{ measured: EvaluationRecord | null, firstStage: FirstStageRecord | null }} Known
 */

/** @type {Known} */
const UNKNOWN = { measured: null, firstStage: null };

/** The global accuracy at the end of a run. */
const endOf = (/** @type {string} */ document) =>
  evaluationsIn(document).at(-1)?.views.global.accuracy.mean ?? 0;

/** @returns {TableSize} */
function sizeOf(/** @type {Values} */ values) {
  const seeds = wholeNumber(values, "seeds") ?? 3;
  const perDimension = wholeNumber(values, "per-dimension") ?? 70;
  return {
    steps: wholeNumber(values, "steps") ?? 200,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    perDimension,
    sweepPerDimension: Math.min(20, perDimension),
  };
}

/** Makes runs in an open page, each once; where it `sends`, the page also sends the files of a run. */
export function createRunner(
  /** @type {import("playwright").Page} */ page,
  /** @type {string} */ manifest,
  /** @type {string} */ weights,
  /** @type {(settings: RunSettings, weights: string) => string} */ runKey,
  sends = false,
) {
  let document = "";
  let stopped = false;
  /** By the questions, which are the same in all runs with as many of a split. @type {Map<string, Known>} */
  const known = new Map();
  const prepare = async () => {
    mkdirSync(KEPT, { recursive: true });
    await listen(page, createProgress());
    await page.exposeFunction("beginRun", (/** @type {string} */ lines) => {
      document = lines;
    });
    await page.exposeFunction("keepRecord", (/** @type {RunRecord} */ record) => {
      document += `${JSON.stringify(record)}\n`;
      const line = record.kind === "step" && record.step % 10 !== 0 ? null : lineFor(record);
      if (line !== null) console.log(`  ${line}`);
    });
    stopOnInterrupt(page, () => {
      stopped = true;
    });
  };
  const make = async (
    /** @type {RunSettings} */ settings,
    /** @type {string} */ title,
    /** @type {Known} */ earlier,
  ) => {
    const key = createHash("sha256").update(runKey(settings, weights)).digest("hex");
    const path = join(KEPT, `${key}.jsonl`);
    if (existsSync(path)) return readFileSync(path, "utf8");
    if (stopped) return null;
    console.log(title);
    document = "";
    const { recipe, ...rest } = settings;
    const ended = await page.evaluate((asked) => window.fovea.train(asked), {
      manifest,
      recipe,
      formulas: {},
      settings: rest,
      earlier: null,
      sends,
      keepsFeatures: true,
      ...earlier,
    });
    const end = unwrap(ended);
    if (end?.reason !== "finished") return null;
    writeFileSync(`${path}.part`, document);
    renameSync(`${path}.part`, path);
    return document;
  };
  return {
    prepare,
    /** @returns {Promise<string | null>} the document; null where it was stopped */
    async make(/** @type {RunSettings} */ settings, /** @type {string} */ title) {
      const questions = `${settings.split} ${settings.perDimension}`;
      const before = known.get(questions) ?? UNKNOWN;
      const made = await make(settings, title, before);
      if (made === null) return null;
      const [measured = null] = evaluationsIn(made);
      const firstStage = before.firstStage ?? recordsIn(made, "firstStage").at(-1) ?? null;
      known.set(questions, { measured, firstStage });
      return made;
    },
  };
}

/** All runs of a row. @returns {Promise<readonly TableRun[] | null>} null where they were stopped */
async function runsOf(
  /** @type {TableRow} */ row,
  /** @type {TableSize} */ size,
  /** @type {ReturnType<typeof createRunner>} */ runner,
  /** @type {typeof import("../../../src/lab/tables/plan.ts")} */ { RATES, SWEEP_SEED, shownOf, sweepOf },
) {
  /** @type {TableRun[]} */
  const runs = [];
  for (const [i, settings] of sweepOf(row, size).entries()) {
    const factor = RATES[i] ?? 1;
    const document = await runner.make(settings, `${row.title}: sweep, rate × ${factor.toFixed(2)}`);
    if (document === null) return null;
    runs.push({ kind: "run", row: row.id, phase: "sweep", factor, seed: SWEEP_SEED, document });
  }
  const best = runs.reduce((a, b) => (endOf(b.document) > endOf(a.document) ? b : a));
  for (const settings of shownOf(row, best.factor, size)) {
    const { seed } = settings;
    const document = await runner.make(
      settings,
      `${row.title}: rate × ${best.factor.toFixed(2)}, seed ${seed}`,
    );
    if (document === null) return null;
    runs.push({ kind: "run", row: row.id, phase: "shown", factor: best.factor, seed, document });
  }
  return runs;
}

/** Runs a table's rows and writes what a page needs of them: NAME.jsonl.gz, and the list of tables in the folder. */
export async function trainTable(/** @type {Values} */ values) {
  const out = resolve(required(values, "out", "the folder for the recorded table"));
  const { tableOf, tables } = await loadTypeScript("src/lab/tables/catalog.ts");
  const plan = await loadTypeScript("src/lab/tables/plan.ts");
  const { TABLE_VERSION, thinnedDocument } = await loadTypeScript("src/lab/tables/document.ts");
  const table = tableOf(values["table"]);
  if (table === undefined)
    return refuse(
      `There is no table called ${values["table"]}. There are: ${tables.map((/** @type {{ id: string }} */ { id }) => id).join(", ")}.`,
    );
  const mounts = createMounts();
  const manifest = trainedManifest(values, mounts);
  const size = sizeOf(values);
  mkdirSync(out, { recursive: true });
  const site = trainingSite(mounts.mounts, (path) => {
    throw new Error(`Nothing is taken at ${path}.`);
  });
  const done = await withPage(values, site, async (page) => {
    const runner = createRunner(page, manifest, await weightsOf(page, manifest), plan.runKey);
    await runner.prepare();
    /** @type {TableRun[]} */
    const all = [];
    for (const row of table.rows) {
      const runs = await runsOf(row, size, runner, plan);
      if (runs === null) return null;
      all.push(...runs);
    }
    return all;
  });
  const runs = unwrap(done);
  if (runs === null) {
    console.log("Stopped. The same command goes on with the run that was not finished.");
    return;
  }
  const header = {
    kind: "table",
    format: "fovea-table",
    version: TABLE_VERSION,
    id: table.id,
    steps: size.steps,
    seeds: size.seeds,
    recorded: new Date().toISOString().slice(0, 10),
  };
  const lines = [header, ...runs.map((run) => ({ ...run, document: thinnedDocument(run.document) }))];
  const file = gzipSync(lines.map((line) => JSON.stringify(line)).join("\n"), { level: 9 });
  writeFileSync(join(out, `${table.id}.jsonl.gz`), file);
  const listed = readdirSync(out).flatMap((name) => /^(.+)\.jsonl\.gz$/.exec(name)?.[1] ?? []);
  writeFileSync(join(out, "index.json"), `${JSON.stringify(listed.sort())}\n`);
  console.log(`${table.id}: ${runs.length} runs, ${(file.length / 1000).toFixed(0)} kB in ${out}.`);
}
