/** Shards on disk: `NNNNNN.rgb`, the pixels of up to 100 scenes or 1,000 lines, and `NNNNNN.jsonl`, a record of each. */

import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
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
 * Takes scenes and lines as the page sends them, one after the other within a shard; a shard gets its name when it is whole.
 * @param {string} folder
 * @param {readonly ShardRequest[]} shards
 * @param {(written: number) => void} tell called whenever more is written
 */
export function createWriter(folder, shards, tell) {
  const left = new Map(shards.map(({ name, count }) => [name, count]));
  let written = 0;
  const part = (/** @type {string} */ name, /** @type {string} */ ending) =>
    join(folder, `${name}.${ending}.part`);
  for (const { name } of shards) {
    for (const ending of ["rgb", "jsonl"]) rmSync(part(name, ending), { force: true });
  }
  return (/** @type {string} */ path, /** @type {Buffer} */ body) => {
    const name = path.split("/").at(-1) ?? "";
    const remaining = left.get(name);
    if (remaining === undefined || remaining <= 0) throw new Error(`Nothing is expected at ${path}.`);
    const end = 4 + body.readUInt32LE(0);
    const records = body.subarray(4, end);
    const count = records.toString("latin1").split("\n").length - 1;
    appendFileSync(part(name, "jsonl"), records);
    appendFileSync(part(name, "rgb"), body.subarray(end));
    left.set(name, remaining - count);
    if (remaining === count) {
      for (const ending of ["rgb", "jsonl"])
        renameSync(part(name, ending), join(folder, `${name}.${ending}`));
    }
    written += count;
    tell(written);
  };
}
