/**
 * node scripts/model/vectors/write-id-vectors.mjs REFERENCE FIXTURES
 * Writes vectors/idefics3-ids.vectors.json: rows, columns and prompt ids that `@huggingface/transformers` makes of
 * vectors/idefics3.cases.json, and ids of the turns in vectors/idefics3-turns.cases.json, whose texts and pictures
 * alternate. REFERENCE is a folder outside the project in which
 * `npm i --ignore-scripts @huggingface/transformers@4.3.1` was run (.npmrc: onnxruntime-node-install=skip); FIXTURES
 * is a folder with SmolVLM-256M-Instruct's tokenizer and processor files. Its pixels are not taken: it resizes by other
 * means than Pillow.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [reference = "", fixtures = ""] = process.argv.slice(2).map((folder) => resolve(folder));
const library = join(reference, "node_modules/@huggingface/transformers");
const { env, AutoProcessor, RawImage } = await import(
  pathToFileURL(join(library, "dist/transformers.node.mjs")).href
);
env.allowRemoteModels = false;
env.localModelPath = dirname(fixtures);

/** @type {{ pictures: [number, number][]; longestEdge: number; splitting: boolean; text: string }[]} */
const cases = JSON.parse(readFileSync(new URL("idefics3.cases.json", import.meta.url), "utf8"));
const processor = await AutoProcessor.from_pretrained(basename(fixtures));

/** Runs of one id as [id, count], others as they are: a prompt is mostly image tokens. */
function runs(/** @type {number[]} */ ids) {
  /** @type {(number | [number, number])[]} */
  const packed = [];
  for (let start = 0; start < ids.length; ) {
    let end = start;
    while (ids[end] === ids[start]) end++;
    const id = ids[start] ?? -1;
    packed.push(end - start === 1 ? id : [id, end - start]);
    start = end;
  }
  return packed;
}

/** @typedef {{ longestEdge: number; splitting: boolean; turn: (string | [number, number])[] }} Turn */

/** What the processor makes of one user's turn. */
async function processed(/** @type {Turn} */ { longestEdge, splitting, turn }) {
  processor.image_processor.size = { longest_edge: longestEdge };
  const images = turn
    .filter((part) => typeof part !== "string")
    .map(([width, height]) => new RawImage(new Uint8ClampedArray(width * height * 3), width, height, 3));
  const content = turn.map((part) =>
    typeof part === "string" ? { type: "text", text: part } : { type: "image" },
  );
  const prompt = processor.apply_chat_template([{ role: "user", content }], { add_generation_prompt: true });
  const made = await processor(prompt, images, { do_image_splitting: splitting });
  return { rows: made.rows[0], columns: made.cols[0], ids: runs(Array.from(made.input_ids.data, Number)) };
}

const vectors = [];
for (const { pictures, text, ...cut } of cases) {
  vectors.push(await processed({ ...cut, turn: [...pictures, text] }));
}
/** @type {Turn[]} */
const turns = JSON.parse(readFileSync(new URL("idefics3-turns.cases.json", import.meta.url), "utf8"));
const turnVectors = [];
for (const turn of turns) turnVectors.push((await processed(turn)).ids);
const { version } = JSON.parse(readFileSync(join(library, "package.json"), "utf8"));
const source = `@huggingface/transformers ${version}`;
const out = new URL("idefics3-ids.vectors.json", import.meta.url);
writeFileSync(out, `${JSON.stringify({ source, cases: vectors, turns: turnVectors })}\n`);
