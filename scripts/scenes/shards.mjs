/** Shards of scenes on disk: `NNNNNN.rgb`, the pixels of up to 100 scenes, and `NNNNNN.jsonl`, a line for each. */

import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

export const scenesPerShard = 100;

/** @typedef {import("../../src/command/paint-request.ts").ShardRequest} ShardRequest */

/** @returns {number} how many scenes of a shard are on disk, all or none of its file */
function sceneCount(/** @type {string} */ folder, /** @type {string} */ name) {
  const lines = join(folder, `${name}.jsonl`);
  if (!existsSync(lines) || !existsSync(join(folder, `${name}.rgb`))) return 0;
  return readFileSync(lines, "utf8").split("\n").length - 1;
}

/**
 * The shards that hold the scenes from `from` on, counted within the split, but for those that are on disk.
 * @param {{ folder: string, split: ShardRequest["split"], from: number, count: number }} wanted `from` is a multiple of 100
 * @returns {ShardRequest[]}
 */
export function missingShards({ folder, split, from, count }) {
  /** @type {ShardRequest[]} */
  const shards = [];
  for (let first = from; first < from + count; first += scenesPerShard) {
    const name = String(first / scenesPerShard).padStart(6, "0");
    const scenes = Math.min(scenesPerShard, from + count - first);
    if (sceneCount(folder, name) < scenes) shards.push({ name, split, first, count: scenes });
  }
  return shards;
}

/**
 * Takes scenes as the page sends them, one after the other within a shard; a shard gets its name when it is whole.
 * @param {string} folder
 * @param {readonly ShardRequest[]} shards
 * @param {(written: number) => void} tell called after every scene
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
    if (remaining === undefined || remaining === 0) throw new Error(`Nothing is expected at ${path}.`);
    const end = 4 + body.readUInt32LE(0);
    appendFileSync(part(name, "jsonl"), body.subarray(4, end));
    appendFileSync(part(name, "rgb"), body.subarray(end));
    left.set(name, remaining - 1);
    if (remaining === 1) {
      for (const ending of ["rgb", "jsonl"])
        renameSync(part(name, ending), join(folder, `${name}.${ending}`));
    }
    tell(++written);
  };
}
