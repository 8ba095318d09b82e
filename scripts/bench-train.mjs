/**
 * `npm run bench -- train`: what a training step costs in headless Chromium, part by part on one thread, beside the same parts in PyTorch on
 * one thread where a Python with PyTorch is found; memory as the batch and the answers grow; and steps a minute, also on as many threads as the page takes.
 * Writes docs/bench-training.md and .json.
 * `--model ID` names a bundled model, `--quick` makes few steps and writes nothing.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { withPage } from "./fovea/page.mjs";
import { unwrap } from "./fovea/refuse.mjs";
import { findPython } from "./gates/python.mjs";
import { loadTypeScript } from "./process/load-typescript.mjs";
import { root } from "./process/run.mjs";

/** @typedef {import("../src/lab/run/document.ts").RunRecord} RunRecord */
/** @typedef {import("../src/lab/run/document.ts").StepRecord} StepRecord */
/** @typedef {import("../src/lab/recipe/recipe.ts").Recipe} Recipe */
/** @typedef {import("playwright").Page} Page */
/** @typedef {{ pictures: number, temperature: number, tokens: number, seconds: number, bytes: number }} Growth */
/** @typedef {{ threads: string, perMinute: number, cachedPerMinute: number }} Pace */

/** @returns {number} the middle one of some numbers */
const median = (/** @type {readonly number[]} */ values) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Bytes of the page and its workers, wasm memories included, after a collection. @returns {Promise<number>} */
function bytesOf(/** @type {Page} */ page) {
  return page.evaluate(async () => {
    const measure = Reflect.get(performance, "measureUserAgentSpecificMemory");
    return (await measure.call(performance)).bytes;
  });
}

/**
 * Opens the page, on one thread or on as many as it takes by itself, and lets `work` make runs in it.
 * @template T
 * @param {string | undefined} threads
 * @param {(run: (model: string, recipe: Recipe, steps: number) => ReturnType<typeof measured>) => Promise<T>} work
 */
async function inPage(threads, work) {
  const values = threads === undefined ? {} : { threads };
  const found = await withPage(values, { mounts: {}, keeps: false }, async (page) => {
    /** @type {Map<string, (record: RunRecord) => void>} */
    const listeners = new Map();
    await page.exposeFunction("beginRun", () => {});
    await page.exposeFunction("keepRecord", (/** @type {RunRecord} */ record) =>
      listeners.get("record")?.(record),
    );
    return work((model, recipe, steps) => measured(page, listeners, model, recipe, steps));
  });
  return unwrap(found);
}

const secondsOf = (/** @type {readonly StepRecord[]} */ steps) => median(steps.map(({ seconds }) => seconds));

/** Runs a recipe in the open page; its steps, and the memory in the middle of it. */
async function measured(
  /** @type {Page} */ page,
  /** @type {Map<string, (record: RunRecord) => void>} */ listeners,
  /** @type {string} */ model,
  /** @type {Recipe} */ recipe,
  /** @type {number} */ steps,
) {
  /** @type {StepRecord[]} */
  const made = [];
  /** @type {Promise<number> | null} */
  let bytes = null;
  listeners.set("record", (record) => {
    if (record.kind === "step") made.push(record);
    // Measuring waits for a collection, which takes seconds; the run must not have ended by then.
    if (record.kind === "step" && record.step === steps / 2) bytes = bytesOf(page);
  });
  const request = {
    manifest: `models/${model}/manifest.json`,
    recipe,
    formulas: {},
    settings: { steps, seed: 1, every: steps, perDimension: 2 },
    earlier: null,
    sends: false,
    keepsFeatures: false,
    measured: null,
    firstStage: null,
  };
  unwrap(await page.evaluate((asked) => window.fovea.train(asked), request));
  return { steps: made.slice(1), bytes: (await bytes) ?? 0 };
}

/** The seconds of each part, as the middle of its steps. @returns {Record<string, number>} */
function partsOf(/** @type {readonly StepRecord[]} */ steps) {
  const names = [...new Set(steps.flatMap(({ parts = {} }) => Object.keys(parts)))];
  return Object.fromEntries(
    names.map((name) => [name, median(steps.map(({ parts = {} }) => Reflect.get(parts, name) ?? 0))]),
  );
}

/**
 * How many tokens a picture, a crop and the rest of a prompt have: a scene of four by three tiles and the whole one, where a model cuts
 * tiles; a crop is one tile.
 */
function shapeOf(
  /** @type {string} */ model,
  /** @type {Recipe} */ recipe,
  /** @type {readonly StepRecord[]} */ steps,
) {
  const config = JSON.parse(readFileSync(join(root, "public", "models", model, "config.json"), "utf8"));
  const tiles = config.scale_factor === undefined ? 1 : 13;
  return {
    pictures: recipe.pictures,
    questions: recipe.questions,
    image: config.image_tokens * tiles,
    crop: config.image_tokens,
    tail: 17,
    answer: Math.round(median(steps.map(({ tokens, answers }) => tokens / answers))),
  };
}

/** The same parts in PyTorch; null where there is none. */
function inPyTorch(/** @type {string} */ model, /** @type {ReturnType<typeof shapeOf>} */ shape) {
  const python = findPython();
  if (python === null) return null;
  const script = join(root, "training", "step_time.py");
  const folder = join(root, "public", "models", model);
  const ran = spawnSync(python, [script, folder, JSON.stringify(shape)], { encoding: "utf8" });
  return ran.status === 0 ? JSON.parse(ran.stdout) : null;
}

const milliseconds = (/** @type {number | undefined} */ seconds) =>
  seconds === undefined ? "" : `${(1000 * seconds).toFixed(0)} ms`;

/** @returns {string} */
function asMarkdown(/** @type {any} */ { model, card, parts, torch, shape, threads, growth }) {
  const compared = ["answers", "teacher", "gradient", "update"];
  const line = (/** @type {string} */ name) => {
    const theirs = compared.includes(name) ? torch?.seconds[name] : undefined;
    const ratio = theirs === undefined ? "" : `${(parts[name] / theirs).toFixed(2)} ×`;
    return `| ${name} | ${milliseconds(parts[name])} | ${milliseconds(theirs)} | ${ratio} |`;
  };
  const sum = (/** @type {Record<string, number>} */ of) =>
    compared.reduce((all, name) => all + (of[name] ?? 0), 0);
  const whole =
    torch === null
      ? "PyTorch was not found, so there is nothing beside the page's numbers."
      : `The four parts that both do take ${milliseconds(sum(parts))} here and ${milliseconds(sum(torch.seconds))} in PyTorch ${torch.torch}: ${(sum(parts) / sum(torch.seconds)).toFixed(2)} ×.`;
  return `# What a training step costs

Written by \`npm run bench -- train\`: the recipe \`vision-opd\` on ${model}, ${shape.pictures} images with ${shape.questions} questions each, in headless Chromium. Parts are medians of ${card.steps} steps on one wasm thread. PyTorch does the same parts on one thread with as many tokens (${shape.image} of an image, ${shape.crop} of a crop, ${shape.tail} of the rest of a prompt, ${shape.answer} of an answer); its encoder is not timed.

- Machine: ${card.machine}, load ${card.load}
- Date: ${card.date}

| part | page | PyTorch | ratio |
| --- | --- | --- | --- |
${Object.keys(parts).map(line).join("\n")}

${whole}

| steps a minute | with fresh scenes | if scenes and features were there already |
| --- | --- | --- |
${threads.map((/** @type {Pace} */ each) => `| ${each.threads} | ${each.perMinute.toFixed(0)} | ${each.cachedPerMinute.toFixed(0)} |`).join("\n")}

## As the batch and the answers grow

On one thread. At temperature ${LONG} answers seldom end by themselves, so that nearly all have the largest number of tokens, 24. Memory is that of the page and its workers (\`measureUserAgentSpecificMemory\`, which counts no memory that threads share), wasm
memories and the held-out questions included.

| images a step | temperature | answer tokens | a step | memory |
| --- | --- | --- | --- | --- |
${growth.map((/** @type {Growth} */ each) => `| ${each.pictures} | ${each.temperature} | ${each.tokens} | ${milliseconds(each.seconds)} | ${(each.bytes / 1e6).toFixed(0)} MB |`).join("\n")}
`;
}

/** @returns {Pace} */
function paceOf(/** @type {string} */ threads, /** @type {readonly StepRecord[]} */ steps) {
  const second = secondsOf(steps);
  const { images = 0, encoding = 0 } = partsOf(steps);
  return { threads, perMinute: 60 / second, cachedPerMinute: 60 / (second - images - encoding) };
}

/** The temperature of the longest answers. */
const LONG = 4;

/** @typedef {{ pictures: number, temperature: number }} Size */

/** @returns {readonly Size[]} */
const sizesIn = (/** @type {boolean} */ quick) => [
  ...(quick ? [1] : [1, 4, 8]).map((pictures) => ({ pictures, temperature: 1 })),
  { pictures: 2, temperature: LONG },
];

/** @returns {Recipe} */
const sized = (/** @type {Recipe} */ recipe, /** @type {Size} */ { pictures, temperature }) => ({
  ...recipe,
  pictures,
  rollout: { kind: "student", temperature, group: 1 },
});

/** An even number of steps that takes long enough to measure memory in its middle. */
const stepsOf = (/** @type {Size} */ { pictures }) => Math.max(4, 16 / pictures);

/** @returns {Growth} */
function growthOf(
  /** @type {Size} */ size,
  /** @type {Awaited<ReturnType<typeof measured>>} */ { steps, bytes },
) {
  return { ...size, tokens: median(steps.map(({ tokens }) => tokens)), seconds: secondsOf(steps), bytes };
}

/** Measures, prints, and writes the page of the docs. */
export async function benchTraining(/** @type {{ quick: boolean, model: string }} */ { quick, model }) {
  const { recipeOf } = await loadTypeScript("src/lab/recipe/catalog.ts");
  /** @type {Recipe} */
  const recipe = recipeOf("vision-opd");
  const { loadavg } = await import("node:os");
  const usual = quick ? 4 : 16;
  const { alone, growth } = await inPage("1", async (run) => {
    const alone = await run(model, recipe, usual);
    /** @type {Growth[]} */
    const growth = [growthOf({ pictures: recipe.pictures, temperature: 1 }, alone)];
    for (const size of sizesIn(quick))
      growth.push(growthOf(size, await run(model, sized(recipe, size), stepsOf(size))));
    return { alone, growth };
  });
  const { steps } = await inPage(undefined, (run) => run(model, recipe, usual));
  const parts = partsOf(alone.steps);
  const shape = shapeOf(model, recipe, alone.steps);
  const report = {
    model,
    card: {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
      load: (loadavg()[0] ?? 0).toFixed(1),
      date: new Date().toISOString().slice(0, 10),
      steps: alone.steps.length,
    },
    parts,
    torch: inPyTorch(model, shape),
    shape,
    threads: [paceOf("on one thread", alone.steps), paceOf("on a thread for each core", steps)],
    growth: growth.sort((a, b) => a.pictures - b.pictures || a.tokens - b.tokens),
  };
  const text = asMarkdown(report);
  process.stdout.write(text);
  if (quick) return;
  writeFileSync(join(root, "docs", "bench-training.md"), text);
  writeFileSync(join(root, "docs", "bench-training.json"), `${JSON.stringify(report, null, 2)}\n`);
}
