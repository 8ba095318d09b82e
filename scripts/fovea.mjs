/**
 * `npm run fovea -- COMMAND`: drives the app's own engine in a headless browser.
 *
 *   device                                      adapter, limits, backends and their reasons
 *   record --image FILE --box X,Y,W,H --question TEXT [--model ID|DIR] [--teacher ID|DIR] [--group G] [--seed N]
 *       [--views LIST] [--longest-edge PIXELS] [--answer TEXT] [--signal FORMULA] [--embed] [--json FILE]
 *       [--logits DIR]
 *                                               a session: answers, replays, signals, gates; raw logits if asked
 *   evaluate [--suite PATH] [--model ID|DIR] [--limit N] [--choice letter|likelihood] [--key READING] [--shuffle SEED]
 *       [--number-words] [--samples N] [--signals] [--signal FORMULA]
 *       [--slide-every N] [--longest-edge PIXELS] [--conditions LIST] [--results FILE [--resume]] [--json FILE] [--against FILE]
 *                                               accuracy by view and dimension; the suite page's results file
 *   look [--suite PATH] [--model ID|DIR] [--limit N] [--seed N] [--json FILE]
 *                                               whether the maps of where it looks peak at the evidence; a line per item
 *       Both take --boxes READING and --columns ROLE=COLUMN,… where boxes or columns are interpreted wrongly.
 *   acuity [--dimension NAME] [--vary size|distractors|distance|contrast|quality|longestEdge]
 *       [--levels N,…] [--items N] [--adaptive] [--model ID|DIR] [--json FILE [--resume]]
 *                                               accuracy against what varies, and the threshold (docs/acuity.md)
 *   train --out DIR [--recipe ID|FILE.json] [--loss FORMULA] [--gate FORMULA] [--model ID|DIR] [--steps N] [--seed N]
 *       [--every N] [--per-dimension N] [--split validation|test]
 *                                               trains a model; DIR gets the run's document, a checkpoint and the model
 *   train --table NAME --out DIR [--model ID|DIR] [--steps N] [--seeds N] [--per-dimension N]
 *                                               runs the rows of a paper's table and records them (docs/training.md#tables)
 *   gain DIR… [--first-stage DIR]
 *                                               what runs that differ by their seed gained, over runs and questions
 *   import PATH [--data PATH] [--out FILE] [--model ID|DIR] [--limit N]
 *                                               the log of another program's training run: what it has and lacks, and its
 *                                               rollouts as lines of tokens and metrics (docs/logs.md); a model scores them anew
 *   card [--model ID]                           evaluates the bundled suite and writes the model's card
 *
 * record, evaluate, look, acuity and import also take --engine [NAME=]URL: the model is then one that a server of yours serves (docs/engines.md), and
 * --at-once N, how many requests to it are under way at once.
 * Every command but gain takes --run wasm|webgpu, --numbers wgsl|cpu and --threads N. A model may also be one of the hub,
 * OWNER/NAME[@REVISION][:PRECISION], downloaded with --download and stored. It exits with 1 on a fault.
 */

import { parseArgs } from "node:util";
import { acuity } from "./fovea/acuity.mjs";
import { card, evaluate } from "./fovea/evaluate.mjs";
import { importLog } from "./fovea/import.mjs";
import { look } from "./fovea/look.mjs";
import { withPage } from "./fovea/page.mjs";
import { record } from "./fovea/record.mjs";
import { refuse, unwrap } from "./fovea/refuse.mjs";
import { gain } from "./fovea/train/gain.mjs";
import { train as trainOne } from "./fovea/train/train.mjs";
import { trainTable } from "./fovea/train/train-table.mjs";

/** @typedef {import("./fovea/values.mjs").Values} Values */

const USAGE = `Usage: npm run fovea -- COMMAND
  record --image FILE --box X,Y,W,H --question TEXT [--json FILE] [--logits DIR]
  evaluate [--suite PATH] [--results FILE] [--json FILE]
  look [--suite PATH] [--json FILE]
  acuity [--dimension NAME] [--vary NAME] [--json FILE]
  train --out DIR [--recipe ID|FILE.json] [--steps N]
  train --out DIR --table NAME [--seeds N]
  gain DIR… [--first-stage DIR]
  import PATH [--data PATH] [--out FILE] [--model ID|DIR] [--limit N]
  card [--model ID]
  device
All options are in docs/command-line.md.`;

/** @returns {Promise<void>} */
async function device(/** @type {Values} */ values) {
  const site = { mounts: {}, keeps: false };
  const report = await withPage(values, site, (page) => page.evaluate(() => window.fovea.device()));
  console.log(JSON.stringify(unwrap(unwrap(report)), null, 2));
}

/** One run, or those of a table. */
const train = (/** @type {Values} */ values) =>
  values["table"] === undefined ? trainOne(values) : trainTable(values);

const commands = new Map(
  Object.entries({
    ...{ device, record, evaluate, look, acuity, train, gain, card },
    import: (/** @type {Values} */ values, /** @type {readonly string[]} */ [path]) =>
      importLog(values, path),
  }),
);

const texts = [
  "image",
  "box",
  "question",
  "answer",
  "teacher",
  "group",
  "seed",
  "signal",
  "views",
  "longest-edge",
  "logits",
  "suite",
  "limit",
  "choice",
  "samples",
  "slide-every",
  "conditions",
  "shuffle",
  "results",
  "against",
  "key",
  "boxes",
  "columns",
  "recipe",
  "loss",
  "gate",
  "table",
  "seeds",
  "steps",
  "every",
  "per-dimension",
  "split",
  "first-stage",
  "dimension",
  "vary",
  "levels",
  "items",
  "out",
  "data",
  "model",
  "engine",
  "at-once",
  "json",
  "run",
  "numbers",
  "threads",
];
const flags = ["adaptive", "embed", "signals", "number-words", "download", "resume"];

/** How many paths a command takes at most; without an entry, none. */
const paths = new Map([
  ["import", 1],
  ["gain", Number.POSITIVE_INFINITY],
]);

/** @returns {{ run: (values: Values, paths: readonly string[]) => Promise<void>, values: Values, paths: readonly string[] }} */
function readCommand() {
  try {
    /** @returns {[string, { type: "string" | "boolean" }]} */
    const option = (/** @type {string} */ name) => [
      name,
      { type: texts.includes(name) ? "string" : "boolean" },
    ];
    const options = Object.fromEntries([...texts, ...flags].map(option));
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    const [name = "", ...given] = positionals;
    const run = commands.get(name);
    const stray = given.length > (paths.get(name) ?? 0);
    return run === undefined || stray
      ? refuse(USAGE)
      : { run, values: /** @type {Values} */ (values), paths: given };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const command = readCommand();
await command.run(command.values, command.paths);
