/**
 * node scripts/scenes/read-proxy.mjs [--model fovea-mini] --out DIR
 * Has a bundled model read the 400 lines of training/proxy, each as its own evidence crop, through the app's own engine, and prints how
 * it did. DIR gets the lines as a suite and the results file.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { Tokenizer } from "@huggingface/tokenizers";
import { loadTypeScript } from "../process/load-typescript.mjs";
import { root } from "../process/run.mjs";

const { values } = parseArgs({ options: { model: { type: "string" }, out: { type: "string" } } });
const { model = "fovea-mini", out } = values;
if (out === undefined) {
  console.error("--out is missing: the folder for the lines and what was read.");
  process.exit(2);
}
const folder = resolve(out);
/** @type {{ readonly file: string, readonly lines: readonly { text: string, look: string, width: number, height: number, offset: number }[] }} */
const proxy = JSON.parse(readFileSync(join(root, "training", "proxy", "index.json"), "utf8"));
const pixels = gunzipSync(readFileSync(join(root, "training", "proxy", proxy.file)));

/** A grey picture as a bitmap file of 8 bits a pixel with its palette, rows from the bottom up. */
function bitmap(/** @type {Uint8Array} */ grey, /** @type {number} */ width, /** @type {number} */ height) {
  const start = 54 + 1024;
  const stride = Math.ceil(width / 4) * 4;
  const file = Buffer.alloc(start + stride * height);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(8, 28);
  file.writeUInt32LE(256, 46);
  for (let level = 0; level < 256; level++) file.fill(level, 54 + level * 4, 57 + level * 4);
  for (let row = 0; row < height; row++)
    file.set(grey.subarray(row * width, (row + 1) * width), start + (height - 1 - row) * stride);
  return file;
}

function writeSuite() {
  mkdirSync(folder, { recursive: true });
  const items = proxy.lines.map(({ text, look, width, height, offset }, i) => {
    const id = `line-${String(i).padStart(3, "0")}`;
    const image = `${id}.bmp`;
    writeFileSync(
      join(folder, image),
      bitmap(pixels.subarray(offset, offset + width * height), width, height),
    );
    const question = "What does the line in the red box say?";
    const answer = `The line says "${text}".`;
    const box = [0, 0, width, height];
    return {
      id,
      image,
      width,
      height,
      dimension: look,
      box,
      question,
      boxQuestion: question,
      answer,
      evidence: [text],
    };
  });
  writeFileSync(join(folder, "suite.json"), JSON.stringify(items));
}

const read = (/** @type {string} */ path) => readFileSync(path, "utf8");

async function report(/** @type {string} */ results) {
  const { lineWithin, readingRows, rightAboveWrong } = await loadTypeScript(
    "scripts/scenes/proxy-reading.ts",
  );
  const files = join(root, "public", "models", model);
  const tokenizer = new Tokenizer(
    JSON.parse(read(join(files, "tokenizer.json"))),
    JSON.parse(read(join(files, "tokenizer_config.json"))),
  );
  const records = read(results)
    .trim()
    .split("\n")
    .slice(1)
    .map((record) => JSON.parse(record));
  const failed = records.filter((record) => "failed" in record);
  for (const { id, failed: reason } of failed) console.log(`${id} was not read: ${reason}`);
  const lines = records
    .filter((record) => !("failed" in record))
    .map(({ id, looks: { regional } }) => {
      const { text } = proxy.lines[Number(id.slice(5))] ?? { text: "" };
      const tokens = tokenizer.encode(regional.text, { add_special_tokens: false }).ids.length + 1;
      return {
        text,
        read: lineWithin(regional.text),
        meanLogProbability: Math.log(regional.confidence) / tokens,
      };
    });
  const percent = (/** @type {{ mean: number, low: number, high: number }} */ { mean, low, high }) =>
    `${(100 * mean).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
  for (const { lengths, lines: count, exact, errorRate } of readingRows(lines))
    console.log(
      `${lengths} characters, ${count} lines: exact ${percent(exact)}, character error rate ${percent(errorRate)}`,
    );
  const area = rightAboveWrong(lines);
  console.log(
    area === null
      ? "Every line is right, or every line is wrong: no area under the ROC curve."
      : `Right lines above wrong ones by mean log-probability: area under the ROC curve ${area.toFixed(3)}`,
  );
}

writeSuite();
const results = join(folder, "results.jsonl");
const { status } = spawnSync(
  process.execPath,
  [
    ...["-r", join(root, "scripts", "require-node.cjs"), join(root, "scripts", "fovea.mjs"), "evaluate"],
    ...["--suite", folder, "--model", model, "--conditions", "regional", "--results", results],
  ],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);
await report(results);
