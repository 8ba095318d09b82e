/**
 * `npm run scenes -- --split train|validation|test [--from N] --count N --out DIR [--lines]`: paints scenes, or
 * printed lines alone, in a headless browser, one worker a core, and writes them where training reads them (docs/scenes.md). What is there already is kept, so a
 * run that was stopped goes on where it was. With `--suite` instead of a split, a suite of `--count` questions a dimension
 * about the first test scenes, as `suite.json` and its pictures; with `--gallery` a gallery of `--count` scenes a dimension,
 * as `gallery.json` and its pictures. The SHA-256 of each file stands in `SHA256SUMS`. With `--link ADDRESS` the scene of a
 * link that the studio made, as `scene.png`, and as `scene.json` with its questions and the hash of its pixels.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { withPage } from "./fovea/page.mjs";
import { refuse, unwrap } from "./fovea/refuse.mjs";
import { oneOf, required, wholeNumber } from "./fovea/values.mjs";
import { createWriter, missingShards, perShard } from "./scenes/shards.mjs";

/** As many seeds lie between the beginnings of two splits (src/scene/scene.ts). */
const scenesPerSplit = 100_000_000;

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const options = {
      split: text,
      from: text,
      count: text,
      out: text,
      link: text,
      lines: /** @type {const} */ ({ type: "boolean" }),
      suite: /** @type {const} */ ({ type: "boolean" }),
      gallery: /** @type {const} */ ({ type: "boolean" }),
    };
    const { lines = false, suite = false, gallery = false, ...values } = parseArgs({ options }).values;
    return { values: /** @type {import("./fovea/values.mjs").Values} */ (values), lines, suite, gallery };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const { values, lines, suite, gallery } = readOptions();

/** @returns {(written: number) => void} prints how far it is */
function createProgress(
  /** @type {"scenes" | "lines"} */ what,
  /** @type {number} */ total,
  start = Date.now(),
) {
  return (written) => {
    const seconds = (Date.now() - start) / 1000;
    console.log(`${written} of ${total} ${what}, ${(written / seconds).toFixed(1)} a second`);
  };
}

/**
 * Hands a download of the page to `take`, and tells the page so.
 * @param {import("playwright").Page} page
 * @param {import("playwright").Download} download
 * @param {(name: string, path: string) => void} take
 */
async function takeDownload(page, download, take) {
  const name = download.suggestedFilename();
  let reason = null;
  try {
    take(name, await download.path());
    await download.delete();
  } catch (error) {
    reason = String(error);
  }
  const told = /** @type {const} */ ([name, reason]);
  // A page that is gone is told of by its own event.
  await page.evaluate(([file, why]) => window.fovea.taken(file, why), told).catch(() => undefined);
}

/**
 * Lets the page paint: what it sends is taken by `receive`, what it lets be downloaded by `take`.
 * @param {import("../src/command/paint/paint-request.ts").PaintRequest["shards"]} shards
 * @param {{ receive?: (path: string, body: Buffer) => void, take?: (name: string, path: string) => void }} takers
 */
async function paint(shards, { receive, take }) {
  const site = { mounts: {}, keeps: false, ...(receive === undefined ? {} : { receive }) };
  const ended = await withPage({}, site, (page) => {
    if (take !== undefined) page.on("download", (download) => void takeDownload(page, download, take));
    return page.evaluate((asked) => window.fovea.paint(asked), { shards });
  });
  unwrap(unwrap(ended));
}

/** A suite or a gallery: its list, its pictures, and the SHA-256 of each, as sha256sum reads them. */
async function writeItems(
  /** @type {string} */ folder,
  /** @type {"suite" | "gallery"} */ what,
  /** @type {number} */ perDimension,
) {
  /** @type {string[]} */
  const sums = [];
  /** @returns {void} */
  const receive = (/** @type {string} */ path, /** @type {Buffer} */ body) => {
    const name = basename(path);
    writeFileSync(join(folder, name), body);
    sums.push(`${createHash("sha256").update(body).digest("hex")}  ${name}\n`);
    if (sums.length % 20 === 0) console.log(`${sums.length} files`);
  };
  await paint([{ what, perDimension }], { receive });
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
  console.log(`${sums.length} files are in ${folder}, and SHA256SUMS beside them.`);
}

/** Scenes or lines, in shards. */
async function writeShards(/** @type {string} */ folder) {
  /** @type {"scenes" | "lines"} */
  const what = lines ? "lines" : "scenes";
  const split = oneOf(values, "split", ["train", "validation", "test"]);
  const from = wholeNumber(values, "from", 0) ?? 0;
  const count = wholeNumber(values, "count") ?? refuse("--count is missing: how many to paint.");
  if (from % perShard[what] !== 0)
    refuse(`--from is ${from}; it must be a multiple of ${perShard[what]}, where a file begins.`);
  if (from + count > scenesPerSplit) refuse("A split has 100,000,000 seeds.");
  const shards = missingShards({ folder, what, split, from, count });
  const total = shards.reduce((sum, shard) => sum + shard.count, 0);
  if (total < count) console.log(`${count - total} of ${count} ${what} are there already.`);
  if (total > 0) await paint(shards, { take: createWriter(folder, shards, createProgress(what, total)) });
}

/** The scene of a link: its picture, and what can be asked about it. */
async function writeLinked(/** @type {string} */ folder, /** @type {string} */ address) {
  const text = /#scenes\/(.+)$/.exec(address)?.[1] ?? address;
  const receive = (/** @type {string} */ path, /** @type {Buffer} */ body) =>
    writeFileSync(join(folder, basename(path)), body);
  await paint([{ what: "link", text }], { receive });
  const { hash, linked } = JSON.parse(readFileSync(join(folder, "scene.json"), "utf8"));
  const same = linked === null || linked === hash ? "" : `, ${linked} where the link was made`;
  console.log(`scene.png and scene.json are in ${folder}. Hash of the pixels: ${hash}${same}.`);
}

const folder = resolve(required(values, "out", "the folder to write to"));
mkdirSync(folder, { recursive: true });
if (values["link"] !== undefined) await writeLinked(folder, values["link"]);
else if (suite) await writeItems(folder, "suite", wholeNumber(values, "count") ?? 100);
else if (gallery) await writeItems(folder, "gallery", wholeNumber(values, "count") ?? 6);
else await writeShards(folder);
