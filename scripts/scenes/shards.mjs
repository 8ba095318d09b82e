/** Shards on disk: `NNNNNN.rgb`, the pixels of up to 100 scenes or 1,000 lines, and `NNNNNN.jsonl`, a record of each. */

import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

export const perShard = Object.freeze({ scenes: 100, lines: 1000 });

/** @typedef {import("../../src/command/paint/paint-request.ts").ShardRequest} ShardRequest */

/** @returns {number} how many records of a shard are on disk, all or none of its file */
function recordCount(/** @type {string} */ folder, /** @type {string} */ name) {
  const lines = join(folder, `${name}.jsonl`);
  if (!existsSync(lines) || !existsSync(join(folder, `${name}.rgb`))) return 0;
  return readFileSync(lines, "utf8").split("\n").length - 1;
}

/**
 * The shards that hold the scenes or lines from `from` on, counted within the split, but for those that are on disk.
 * @param {Pick<ShardRequest, "what" | "split"> & { folder: string, from: number, count: number }} wanted `from` is where a
 *   shard begins
 * @returns {ShardRequest[]}
 */
export function missingShards({ folder, what, split, from, count }) {
  /** @type {ShardRequest[]} */
  const shards = [];
  for (let first = from; first < from + count; first += perShard[what]) {
    const name = String(first / perShard[what]).padStart(6, "0");
    const records = Math.min(perShard[what], from + count - first);
    if (recordCount(folder, name) < records) shards.push({ what, name, split, first, count: records });
  }
  return shards;
}

/**
 * One shard that is being written. Its records wait in memory until all are there, since several workers may paint it.
 * @param {string} folder
 * @param {ShardRequest} shard
 */
function createShard(folder, { name, count }) {
  const path = (/** @type {"rgb" | "jsonl"} */ ending) => join(folder, `${name}.${ending}`);
  const part = (/** @type {"rgb" | "jsonl"} */ ending) => `${path(ending)}.part`;
  /** @type {Map<number, string>} */
  const records = new Map();
  let file = 0;
  const finish = () => {
    closeSync(file);
    const sorted = [...records].sort(([a], [b]) => a - b).map(([, record]) => `${record}\n`);
    writeFileSync(part("jsonl"), sorted.join(""));
    for (const ending of /** @type {const} */ (["rgb", "jsonl"])) renameSync(part(ending), path(ending));
  };
  return {
    whole: () => records.size >= count,
    /** Takes records that follow each other, and their pixels. */
    take(/** @type {readonly string[]} */ texts, /** @type {Buffer} */ pixels) {
      if (records.size === 0) file = openSync(part("rgb"), "w");
      const { offset } = JSON.parse(texts[0] ?? "");
      writeSync(file, pixels, 0, pixels.length, offset);
      for (const text of texts) records.set(JSON.parse(text).seed, text);
      if (records.size >= count) finish();
    },
  };
}

/**
 * Takes scenes and lines as the page sends them, in whatever order; a shard gets its name when it is whole.
 * @param {string} folder
 * @param {readonly ShardRequest[]} shards
 * @param {(written: number) => void} tell called whenever more is written
 */
export function createWriter(folder, shards, tell) {
  const open = new Map(shards.map((shard) => [shard.name, createShard(folder, shard)]));
  let written = 0;
  for (const { name } of shards) {
    for (const ending of ["rgb", "jsonl"]) rmSync(join(folder, `${name}.${ending}.part`), { force: true });
  }
  return (/** @type {string} */ path, /** @type {Buffer} */ body) => {
    const shard = open.get(path.split("/").at(-1) ?? "");
    if (shard === undefined || shard.whole()) throw new Error(`Nothing is expected at ${path}.`);
    const end = 4 + body.readUInt32LE(0);
    const texts = body.toString("utf8", 4, end).split("\n").slice(0, -1);
    shard.take(texts, body.subarray(end));
    written += texts.length;
    tell(written);
  };
}
