/** `npm run fovea -- import`: the log of a training run, what it has and lacks, and its rollouts as lines. */

import { appendFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import process from "node:process";
import { filesWithin } from "./files-within.mjs";
import { createMounts } from "./mounts.mjs";
import { withPage } from "./page.mjs";
import { createProgress, listen } from "./progress.mjs";
import { refuse, sentence, unwrap } from "./refuse.mjs";
import { makeFolderOf, wholeNumber } from "./values.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("../../src/command/logs/import.ts").Imported} Imported */
/** @typedef {import("../../src/command/logs/import.ts").ImportRequest} ImportRequest */

const LOGS = new Set([".json", ".jsonl", ".ndjson", ".parquet", ".pt"]);

/** What was not read is listed up to here, then counted. */
const MOST_LISTED = 20;

/**
 * The files of a folder, or a single file; a list of data has the images beside it.
 * @param {string} path
 * @param {string} what
 * @param {boolean} withNeighbours
 */
function filesOf(path, what, withNeighbours) {
  const absolute = resolve(path);
  if (!existsSync(absolute)) return refuse(`There is no ${what} at ${absolute}.`);
  const whole = statSync(absolute).isDirectory();
  const found = filesWithin(whole ? absolute : dirname(absolute));
  if (whole) return found;
  const own = basename(absolute);
  const files = withNeighbours
    ? found.files.filter((each) => each === own || !LOGS.has(extname(each).toLowerCase()))
    : [own];
  return { ...found, files };
}

/** The model that scores the answers anew, where one is named. @returns {ImportRequest["anew"]} */
function anewOf(/** @type {Values} */ values, /** @type {ReturnType<typeof createMounts>} */ site) {
  const { model, engine } = values;
  if (model === undefined && engine === undefined) return null;
  return {
    model: site.model(model, values["download"] !== undefined),
    limit: wholeNumber(values, "limit"),
  };
}

/** What the page serves and reads. */
function requestOf(
  /** @type {Values} */ values,
  /** @type {string} */ path,
  /** @type {ReturnType<typeof createMounts>} */ site,
) {
  const log = filesOf(path, "log", false);
  const data = values["data"] === undefined ? null : filesOf(values["data"], "data", true);
  const files = log.files.filter((each) => LOGS.has(extname(each).toLowerCase()));
  if (files.length === 0) refuse(`There is no log in ${log.root}: JSON lines, JSON or parquet.`);
  const served = (/** @type {string} */ mount) => (/** @type {string} */ each) => ({
    path: each,
    url: `${mount}/${each.split("/").map(encodeURIComponent).join("/")}`,
  });
  /** @type {ImportRequest} */
  const request = {
    title: basename(resolve(path)),
    log: files.map(served("mounted-log")),
    data: data === null ? null : data.files.map(served("mounted-data")),
    writes: values["out"] !== undefined,
    anew: anewOf(values, site),
  };
  if (request.anew !== null && data === null)
    refuse("A model scores answers under their images: name them by --data.");
  /** @type {Record<string, string>} */
  const folders = { "mounted-log": log.root, ...(data === null ? {} : { "mounted-data": data.root }) };
  const mounts = { ...site.mounts, ...folders };
  return { request, mounts, outside: data?.outside ?? [] };
}

function print(/** @type {Imported} */ { lines, unread, fault }) {
  for (const line of lines) console.log(line);
  for (const { place, reason } of unread.slice(0, MOST_LISTED))
    console.error(`Left out: ${place}: ${reason}`);
  if (unread.length > MOST_LISTED) console.error(`and ${unread.length - MOST_LISTED} more.`);
  if (fault !== null) console.error(`It ended before all were scored: ${sentence(fault)}`);
  if (unread.length > 0 || fault !== null) process.exitCode = 1;
}

/** Named `import` on the command line, which is a word of the language here. */
export async function importLog(/** @type {Values} */ values, /** @type {string | undefined} */ path) {
  if (path === undefined)
    return refuse("Which log? npm run fovea -- import PATH --data PATH --out RUN.jsonl");
  const site = createMounts(values);
  const { request, mounts, outside } = requestOf(values, path, site);
  const { out } = values;
  if (out !== undefined && resolve(out) === resolve(path))
    return refuse(
      "The rollouts cannot be written over the log that they are read from: name another file by --out.",
    );
  makeFolderOf(out);
  if (out !== undefined) writeFileSync(out, "");
  const ended = await withPage(values, { mounts, keeps: site.keeps, engines: site.engines }, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("keepLine", (/** @type {string} */ text) => {
      if (out !== undefined) appendFileSync(out, text);
    });
    return page.evaluate((asked) => window.fovea.importLog(asked), request);
  });
  print(unwrap(unwrap(ended)));
  if (outside.length > 0)
    console.error(
      `Left out: ${outside.length} links that lead out of the data's folder or to folders: ${outside.slice(0, 3).join(", ")}.`,
    );
  if (out !== undefined) console.log(`The rollouts are in ${out}.`);
}
