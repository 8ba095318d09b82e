/** `npm run fovea -- evaluate` and `card`: a suite's questions, and what came of them. */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../process/run.mjs";
import { renderCard } from "./card.mjs";
import { createMounts } from "./mounts.mjs";
import { withPage } from "./page.mjs";
import { createProgress, listen } from "./progress.mjs";
import { refuse, unwrap } from "./refuse.mjs";
import { makeFolderOf, oneOf, wholeNumber } from "./values.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("../../src/command/suite/evaluate.ts").Evaluation} Evaluation */
/** @typedef {import("../../src/command/suite/evaluate.ts").EvaluateRequest} EvaluateRequest */

const bundledSuite = join(root, "public", "suites", "fovea-700", "suite.json");

function read(/** @type {string} */ path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return refuse(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @returns {Promise<Evaluation>} */
async function run(/** @type {Values} */ values) {
  const { json, results, against, resume } = values;
  if (resume !== undefined && results === undefined)
    return refuse("--resume continues the file of --results.");
  makeFolderOf(json);
  makeFolderOf(results);
  const mounts = createMounts(values);
  /** @type {EvaluateRequest} */
  const request = {
    suite: mounts.suite(values["suite"] ?? bundledSuite, values),
    model: mounts.model(values["model"], values["download"] !== undefined),
    limit: wholeNumber(values, "limit"),
    conditions: values["conditions"] ?? null,
    choice: oneOf(values, "choice", ["letter", "likelihood"]),
    shuffle: wholeNumber(values, "shuffle", 0),
    numberWords: values["number-words"] !== undefined,
    samples: wholeNumber(values, "samples", 0) ?? 0,
    signals: values["signals"] !== undefined,
    formula: values["signal"] ?? null,
    slideEvery: wholeNumber(values, "slide-every"),
    longestEdge: wholeNumber(values, "longest-edge"),
    resume: resume !== undefined && existsSync(results ?? "") ? read(results ?? "") : null,
    against: against === undefined ? null : read(against),
  };
  let lines = 0;
  const ended = await withPage(values, mounts, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("keepLine", (/** @type {string} */ line) => {
      if (results === undefined) return;
      if (lines++ === 0) writeFileSync(results, line);
      else appendFileSync(results, line);
    });
    return page.evaluate((asked) => window.fovea.evaluate(asked), request);
  });
  const evaluated = ended.ok ? ended.value : ended;
  if (!evaluated.ok && lines > 0)
    console.error(`The results until then are in ${results}; --resume continues them.`);
  return unwrap(evaluated);
}

/** One line per dimension, in percent. */
function printFigures(/** @type {Evaluation} */ { card }) {
  const rows = Object.entries({ overall: card.suite.overall, ...card.suite.dimensions });
  for (const [name, { global, grounded, regional, items }] of rows) {
    const shares = [global, grounded, regional].map((share) =>
      (share === null ? "–" : `${(100 * share.accuracy).toFixed(1)} %`).padStart(8),
    );
    console.log(
      `${name.padEnd(16)}${String(items).padStart(5)}  global, grounded, regional ${shares.join("")}`,
    );
  }
}

/** The accuracy of constant answers. */
function printConstants(/** @type {Evaluation} */ { card: { constants } }) {
  if (constants.length === 0) return;
  const shares = constants.map(({ letter, accuracy }) => `${letter} ${(100 * accuracy).toFixed(1)} %`);
  console.log(`Constant answers are right on ${shares.join(", ")}`);
}

/** Compared with the previous results: how many answers are the same, word for word, and which verdicts changed. */
function printComparison(/** @type {Evaluation} */ { comparison }) {
  if (comparison === null) return;
  const { conditions, onlyFirst, onlySecond, cautions } = comparison;
  for (const { condition, alike, gained, lost, bothRight, bothWrong } of conditions) {
    const items = gained.length + lost.length + bothRight.length + bothWrong.length;
    console.log(
      `${condition}: the same answer on ${alike.length} of ${items} items, ${gained.length} gained, ${lost.length} lost`,
    );
  }
  const alone = onlyFirst.length + onlySecond.length;
  if (alone > 0) console.log(`${alone} items are in one of the two runs only.`);
  for (const caution of cautions) console.log(caution);
}

/** Rows that were left out and items that failed, with their reasons; either sets the exit code. */
function printTroubles(/** @type {Evaluation} */ { broken, results }) {
  for (const { place, reason } of broken) console.error(`Left out: ${place}: ${reason}`);
  for (const { id, failed } of results.failed) console.error(`Failed: ${id}: ${failed}`);
  if (broken.length + results.failed.length > 0) process.exitCode = 1;
}

function report(/** @type {Evaluation} */ evaluation, /** @type {string | undefined} */ json) {
  for (const sentence of evaluation.understood) console.log(sentence);
  printFigures(evaluation);
  printConstants(evaluation);
  printComparison(evaluation);
  printTroubles(evaluation);
  if (json === undefined) return;
  const { card, device, model, results } = evaluation;
  const { overall, dimensions } = card.suite;
  const { header, items, failed } = results;
  const kept = { overall, dimensions, device, model, card, header, items, failed };
  writeFileSync(json, `${JSON.stringify(kept, null, 1)}\n`);
}

export async function evaluate(/** @type {Values} */ values) {
  report(await run(values), values["json"]);
}

/** Evaluates the bundled suite with its closer conditions and writes the model's card beside its manifest. */
export async function card(/** @type {Values} */ values) {
  const folder = join(root, "public", "models", values["model"] ?? "fovea-mini");
  const manifest = JSON.parse(read(join(folder, "manifest.json")));
  const evaluation = await run({ samples: "8", signals: "", "slide-every": "12", ...values });
  report(evaluation, values["json"]);
  const { device, model, card: figures } = evaluation;
  writeFileSync(join(folder, "card.json"), `${JSON.stringify({ device, model, card: figures }, null, 1)}\n`);
  writeFileSync(join(folder, "README.md"), renderCard(manifest, evaluation));
}
