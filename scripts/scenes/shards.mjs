/** Shards on disk: `NNNNNN.rgb`, the pixels of up to 100 scenes or 1,000 lines, and `NNNNNN.jsonl`, a record of each. */

import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
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

/** Bytes that are copied at a time. */
const copied = Buffer.alloc(4 * 1024 * 1024);

/** @returns {Buffer} that many bytes of an open file, from `position` on */
function read(/** @type {number} */ file, /** @type {number} */ position, /** @type {number} */ length) {
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, position) < length)
    throw new Error("The file is shorter than it says.");
  return bytes;
}

/** Copies the first `length` bytes of one open file into another. */
function copy(/** @type {number} */ from, /** @type {number} */ length, /** @type {number} */ to, at = 0) {
  for (let done = 0; done < length; ) {
    const part = readSync(from, copied, 0, Math.min(copied.length, length - done), done);
    writeSync(to, copied, 0, part, at + done);
    done += part;
  }
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
    /** @returns {number} how many records an open file had: pixels, the text of the records, the length of that text */
    take(/** @type {number} */ piece) {
      const textEnd = fstatSync(piece).size - 4;
      const textLength = read(piece, textEnd, 4).readUInt32LE();
      const texts = read(piece, textEnd - textLength, textLength)
        .toString("utf8")
        .split("\n")
        .slice(0, -1);
      if (records.size === 0) file = openSync(part("rgb"), "w");
      copy(piece, textEnd - textLength, file, JSON.parse(texts[0] ?? "").offset);
      for (const text of texts) records.set(JSON.parse(text).seed, text);
      if (records.size >= count) finish();
      return texts.length;
    },
  };
}

/**
 * Takes the files that the page paints, in whatever order: each is a piece of the shard by whose name its own begins, as
 * src/command/paint/paint-request.ts describes it. A shard gets its name when it is whole.
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
  return (/** @type {string} */ name, /** @type {string} */ path) => {
    const shard = open.get(name.replace(/-.*$/, ""));
    if (shard === undefined || shard.whole()) throw new Error(`Nothing is expected by the name of ${name}.`);
    const piece = openSync(path, "r");
    try {
      written += shard.take(piece);
    } finally {
      closeSync(piece);
    }
    tell(written);
  };
}
