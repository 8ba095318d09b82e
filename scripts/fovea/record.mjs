/** `npm run fovea -- record`: one question about one image as a session, and its raw logits if asked. */

import { Buffer } from "node:buffer";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { createMounts } from "./mounts.mjs";
import { withPage } from "./page.mjs";
import { createProgress, listen } from "./progress.mjs";
import { refuse, sentence } from "./refuse.mjs";
import { fourNumbers, makeFolderOf, required, wholeNumber } from "./values.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("../../src/command/record/record.ts").RecordOutput} Made */
/** @typedef {import("../../src/command/record/record.ts").Recorded} Recorded */
/** @typedef {import("../../src/command/record/record-plan.ts").RecordRequest} RecordRequest */

const LARGEST_GROUP = 32;

/** The name of an image as it is written among views. */
function imageName(/** @type {string} */ written) {
  try {
    return decodeURIComponent(written);
  } catch {
    return refuse(`--views names the image "${written}", in which % starts no escape.`);
  }
}

/** The images that a list of views names, each served under an address. */
function viewImages(
  /** @type {string | undefined} */ views,
  /** @type {ReturnType<typeof createMounts>} */ mounts,
) {
  const named = [...(views ?? "").matchAll(/(?:crop-image|other-image):([^,+:=]+)/g)];
  return Object.fromEntries(
    named.map(([, written = ""]) => {
      const name = imageName(written);
      return [name, mounts.file(name, "image")];
    }),
  );
}

/** @returns {RecordRequest} */
function requestOf(/** @type {Values} */ values, /** @type {ReturnType<typeof createMounts>} */ mounts) {
  const image = required(values, "image", "the picture to ask about");
  const box = required(values, "box", "the evidence, as X,Y,WIDTH,HEIGHT in pixels");
  const question = required(values, "question", "what to ask");
  const group = wholeNumber(values, "group") ?? 1;
  if (group > LARGEST_GROUP)
    return refuse(`--group is ${group}; at most ${LARGEST_GROUP} answers are sampled at once.`);
  const { teacher, answer } = values;
  const download = values["download"] !== undefined;
  return {
    image: { url: mounts.file(image, "image"), name: basename(image) },
    box: fourNumbers(box, "box"),
    question,
    answer: answer === undefined ? null : { answer, evidence: [answer], choices: [] },
    model: mounts.model(values["model"], download),
    teacher: teacher === undefined ? null : mounts.model(teacher, download),
    group,
    seed: wholeNumber(values, "seed", 0) ?? 0,
    signal: values["signal"] ?? null,
    views: values["views"] ?? null,
    viewImages: viewImages(values["views"], mounts),
    longestEdge: wholeNumber(values, "longest-edge"),
    embed: values["embed"] !== undefined,
    logits: values["logits"] !== undefined,
  };
}

/** Lets the page write files into a folder, piece by piece. @returns {Promise<ReadonlySet<string>>} their names */
async function keepFiles(/** @type {import("playwright").Page} */ page, /** @type {string} */ folder) {
  /** @type {Set<string>} */
  const begun = new Set();
  await page.exposeFunction("keepFile", (/** @type {string} */ name, /** @type {string} */ base64) => {
    const path = join(folder, basename(name));
    const bytes = Buffer.from(base64, "base64");
    if (begun.has(name)) appendFileSync(path, bytes);
    else writeFileSync(path, bytes);
    begun.add(name);
  });
  return begun;
}

/** The record, with the last that the page handed over where it did not live to the end. */
async function run(/** @type {Values} */ values, /** @type {(made: Made) => void} */ save) {
  const mounts = createMounts(values);
  const request = requestOf(values, mounts);
  makeFolderOf(values["json"]);
  const folder = resolve(values["logits"] ?? ".");
  mkdirSync(folder, { recursive: true });
  /** @type {Made} */
  let made = { session: null, notes: [], lines: [] };
  /** @type {ReadonlySet<string>} */
  let files = new Set();
  const ended = await withPage(values, mounts, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("keepOutput", (/** @type {Made} */ latest) => {
      made = latest;
      save(made);
    });
    files = await keepFiles(page, folder);
    return page.evaluate((asked) => window.fovea.record(asked), request);
  });
  /** @type {Recorded | Made & { fault: { message: string, hint?: string } }} */
  const recorded = ended.ok ? ended.value : { ...made, fault: ended.fault };
  return { ...recorded, files: files.size, folder };
}

export async function record(/** @type {Values} */ values) {
  const path = values["json"];
  const save = (/** @type {Made} */ { session }) => {
    if (session !== null && path !== undefined) writeFileSync(path, session);
  };
  const recorded = await run(values, save);
  const { session, fault, notes, lines, files, folder } = recorded;
  save(recorded);
  for (const line of [...notes, ...lines]) console.log(line);
  if (files > 0) console.log(`${files} files of raw logits are in ${folder}.`);
  if (fault === null) return;
  console.error(sentence(fault));
  if (session !== null && path !== undefined) console.error(`The session until then is in ${path}.`);
  process.exitCode = 1;
}
