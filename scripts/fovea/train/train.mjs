/** `npm run fovea -- train`: trains a model by a recipe; a folder gets the run's document, its last checkpoint and the model. */

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { loadTypeScript } from "../../process/load-typescript.mjs";
import { createMounts } from "../mounts.mjs";
import { withPage } from "../page.mjs";
import { createProgress, listen } from "../progress.mjs";
import { refuse, unwrap } from "../refuse.mjs";
import { oneOf, required, wholeNumber } from "../values.mjs";
import { recipeNamed } from "./recipe.mjs";
import { trainingSite } from "./training-site.mjs";

/** @typedef {import("../values.mjs").Values} Values */
/** @typedef {import("../../../src/command/train/train.ts").TrainRequest} TrainRequest */
/** @typedef {import("../../../src/lab/run/document.ts").RunRecord} RunRecord */
/** @typedef {import("../../../src/lab/run/document.ts").ViewFigures} ViewFigures */

/** How often a run is evaluated unless --every says something else. */
const EVALUATIONS = 10;

const percent = (/** @type {number} */ share) => (100 * share).toFixed(1);

function viewText(/** @type {string} */ name, /** @type {ViewFigures} */ { accuracy: { mean, low, high } }) {
  return `${name} ${percent(mean)} % (${percent(low)} to ${percent(high)})`;
}

/** What a record says in one line; null for one that is not printed. */
export function lineFor(/** @type {RunRecord} */ record) {
  switch (record.kind) {
    case "step":
      return `step ${record.step}: loss ${record.loss.toFixed(4)}, entropy ${record.entropy.toFixed(3)}, gradient ${record.gradientNorm.toFixed(3)}, ${percent(record.right)} % right, ${record.seconds.toFixed(1)} s`;
    case "evaluation": {
      const shares = Object.entries(record.views).map(([name, figures]) => viewText(name, figures));
      return `step ${record.step}, ${record.items} held-out questions: ${shares.join(", ")}, ${record.seconds.toFixed(1)} s`;
    }
    case "firstStage":
      return record.answers === null
        ? `step ${record.step}: ${record.title} could not be asked. ${record.reason}`
        : `step ${record.step}: ${record.title} answers ${percent(record.answers.accuracy.mean)} % of them from the full image, ${record.seconds.toFixed(1)} s`;
    case "collapse":
      return `step ${record.step}: the run has collapsed. ${record.reason}`;
    case "end":
      return `The run ${record.reason === "finished" ? "is finished" : "was stopped"} after step ${record.step}.`;
    default:
      return null;
  }
}

/**
 * The folder of a run: its document, and one checkpoint, which is replaced only when the next one is whole. It is made when the document
 * begins: a run that is refused leaves none.
 */
function openFolder(/** @type {string} */ out) {
  const folder = resolve(out);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    return refuse(`${folder} cannot be written: it is a file.`);
  const path = join(folder, "run.jsonl");
  const checkpoints = () =>
    (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => {
      const [, step] = /^checkpoint-(\d+)\.safetensors$/.exec(name) ?? [];
      return step === undefined ? [] : [{ name, step: Number(step) }];
    });
  return {
    folder,
    document: path,
    /** Begins the document anew with these lines. */
    begin(/** @type {string} */ lines) {
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, lines);
      } catch (error) {
        refuse(`${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    /** The last checkpoint, beside the document of its run. */
    last() {
      const found = checkpoints().sort((a, b) => b.step - a.step)[0];
      return found !== undefined && existsSync(path) ? found : null;
    },
    /** A file gets its name when it is whole; a checkpoint then replaces the one before. */
    keep(/** @type {string} */ path, /** @type {Buffer} */ file) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(`${target}.part`, file);
      renameSync(`${target}.part`, target);
      if (!path.startsWith("checkpoint-")) return;
      for (const { name } of checkpoints()) if (name !== path) rmSync(join(folder, name));
    },
  };
}

/** What stands in the place of the recipe's own loss and gate. */
function formulasOf(/** @type {Values} */ values) {
  const { loss, gate } = values;
  return { ...(loss === undefined ? {} : { loss }), ...(gate === undefined ? {} : { gate }) };
}

/** The address of the manifest of the model that --model names. */
export function trainedManifest(
  /** @type {Values} */ values,
  /** @type {ReturnType<typeof createMounts>} */ mounts,
) {
  const model = mounts.model(values["model"] ?? "fovea-nano", false);
  if (model.kind === "site") return model.manifest;
  return refuse(
    model.kind === "adapter"
      ? "An adapter cannot be trained: name the folder of its merged model, which a run leaves beside it."
      : "A model of the hub cannot be trained: its graphs cannot be built from its configuration.",
  );
}

/** @returns {Promise<TrainRequest>} */
async function requestOf(
  /** @type {Values} */ values,
  /** @type {ReturnType<typeof createMounts>} */ mounts,
  /** @type {ReturnType<typeof openFolder>} */ kept,
) {
  const manifest = trainedManifest(values, mounts);
  const last = kept.last();
  const steps = wholeNumber(values, "steps") ?? 200;
  const formulas = formulasOf(values);
  return {
    manifest,
    recipe: await recipeNamed(values["recipe"] ?? "vision-opd", formulas),
    formulas,
    settings: {
      steps,
      seed: wholeNumber(values, "seed", 0) ?? 1,
      every: wholeNumber(values, "every") ?? Math.ceil(steps / EVALUATIONS),
      perDimension: wholeNumber(values, "per-dimension") ?? 30,
      ...(oneOf(values, "split", ["validation", "test"]) === "test" && {
        split: /** @type {const} */ ("test"),
      }),
    },
    sends: true,
    keepsFeatures: true,
    measured: null,
    firstStage: null,
    earlier:
      last === null
        ? null
        : {
            document: readFileSync(kept.document, "utf8"),
            step: last.step,
            checkpoint: mounts.file(join(kept.folder, last.name), "checkpoint"),
          },
  };
}

/** A run that is interrupted once ends after its step; interrupted twice, it is left where its last checkpoint is. */
export function stopOnInterrupt(/** @type {import("playwright").Page} */ page, then = () => {}) {
  const stop = () => {
    console.log("Stopping after this step.");
    then();
    void page.evaluate(() => window.fovea.stopTraining());
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** What the run regained, and closed of the gap. */
async function printShares(/** @type {string} */ document) {
  const { openRun } = await loadTypeScript("src/lab/run/run.ts");
  const { shareWords } = await loadTypeScript("src/lab/run/share-words.ts");
  const words = shareWords(unwrap(openRun(readFileSync(document, "utf8"))));
  for (const line of words?.lines ?? []) console.log(line);
}

/** Trains, or goes on with the run that is in the folder. */
export async function train(/** @type {Values} */ values) {
  const kept = openFolder(required(values, "out", "the folder for the run's document and checkpoint"));
  const mounts = createMounts();
  const request = await requestOf(values, mounts, kept);
  if (request.earlier !== null) console.log(`Going on after step ${request.earlier.step}.`);
  const site = trainingSite(mounts.mounts, (path, body) => {
    const [, name] = /\/run\/((?:model\/|adapter\/)?[\w.-]+)$/.exec(path) ?? [];
    if (name !== undefined) kept.keep(name, body);
  });
  const ended = await withPage(values, site, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("beginRun", kept.begin);
    await page.exposeFunction("keepRecord", (/** @type {RunRecord} */ record) => {
      appendFileSync(kept.document, `${JSON.stringify(record)}\n`);
      const line = lineFor(record);
      if (line !== null) console.log(line);
    });
    const { loss } = request.formulas;
    const remark =
      loss === undefined ? null : await page.evaluate((text) => window.fovea.lossRemark(text), loss);
    if (remark !== null) console.log(remark);
    stopOnInterrupt(page);
    return page.evaluate((asked) => window.fovea.train(asked), request);
  });
  unwrap(unwrap(ended));
  await printShares(kept.document);
}
