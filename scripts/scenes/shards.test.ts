/** Shards on disk: whole or not there, and never painted twice. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWriter, missingShards } from "./shards.mjs";

let folder = "";
let pieces = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fovea-shards-"));
  pieces = mkdtempSync(join(tmpdir(), "fovea-pieces-"));
});
afterEach(() => {
  for (const each of [folder, pieces]) rmSync(each, { recursive: true });
});

const record = (seed: number, offset: number): string => `{"seed":${seed},"offset":${offset}}`;

/** What the page hands over: pixels that begin at an offset, and scenes with these seeds. */
function piece(seeds: readonly number[], offset: number, pixels: readonly number[]): string {
  const text = Buffer.from(seeds.map((seed) => `${record(seed, offset)}\n`).join(""));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const path = join(pieces, "piece");
  writeFileSync(path, Buffer.concat([Buffer.from(pixels), text, length]));
  return path;
}

const wanted = (from: number, count: number) =>
  missingShards({ folder, what: "scenes", split: "train", from, count }).map(
    ({ name, first, count: scenes }) => [name, first, scenes],
  );

test("a run is cut into shards of a hundred, named by their place in the split", () => {
  expect(wanted(1200, 230)).toEqual([
    ["000012", 1200, 100],
    ["000013", 1300, 100],
    ["000014", 1400, 30],
  ]);
});

test("a shard gets its name with its last scene, and is not wanted again unless more of it is", () => {
  const shards = missingShards({ folder, what: "scenes", split: "train", from: 0, count: 2 });
  const told: number[] = [];
  const take = createWriter(folder, shards, (written) => told.push(written));
  take("000000-0.rgb", piece([0], 0, [1, 2, 3]));
  expect(readdirSync(folder).sort()).toEqual(["000000.rgb.part"]);
  take("000000-0.rgb", piece([1], 3, [4, 5, 6]));
  expect(readdirSync(folder).sort()).toEqual(["000000.jsonl", "000000.rgb"]);
  expect(readFileSync(join(folder, "000000.jsonl"), "utf8")).toBe(`${record(0, 0)}\n${record(1, 3)}\n`);
  expect([...readFileSync(join(folder, "000000.rgb"))]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(told).toEqual([1, 2]);
  expect(wanted(0, 2)).toEqual([]);
  expect(wanted(0, 3)).toEqual([["000000", 0, 3]]);
});

test("what several workers paint of a shard is put in order, whoever comes first", () => {
  const shards = missingShards({ folder, what: "scenes", split: "train", from: 0, count: 3 });
  const take = createWriter(folder, shards, () => undefined);
  take("000000-0.rgb", piece([2], 3, [4, 5]));
  take("000000-0.rgb", piece([0], 0, [1]));
  take("000000-0.rgb", piece([1], 1, [2, 3]));
  expect(readFileSync(join(folder, "000000.jsonl"), "utf8")).toBe(
    `${record(0, 0)}\n${record(1, 1)}\n${record(2, 3)}\n`,
  );
  expect([...readFileSync(join(folder, "000000.rgb"))]).toEqual([1, 2, 3, 4, 5]);
});

test("lines come a thousand to a shard, and many at a time", () => {
  const shards = missingShards({ folder, what: "lines", split: "test", from: 2000, count: 1002 });
  expect(shards.map(({ name, count }) => [name, count])).toEqual([
    ["000002", 1000],
    ["000003", 2],
  ]);
  const told: number[] = [];
  createWriter(folder, shards, (written) => told.push(written))("000003-3000.rgb", piece([0, 1], 0, [7]));
  expect(readdirSync(folder).sort()).toEqual(["000003.jsonl", "000003.rgb"]);
  expect(told).toEqual([2]);
});

test("what a stopped run left behind is written anew", () => {
  for (const ending of ["rgb", "jsonl"]) writeFileSync(join(folder, `000000.${ending}.part`), "old");
  const shards = missingShards({ folder, what: "scenes", split: "train", from: 0, count: 1 });
  createWriter(folder, shards, () => undefined)("000000-0.rgb", piece([0], 0, [9]));
  expect(readFileSync(join(folder, "000000.jsonl"), "utf8")).toBe(`${record(0, 0)}\n`);
  expect([...readFileSync(join(folder, "000000.rgb"))]).toEqual([9]);
});

test("a scene that nobody asked for is refused", () => {
  const take = createWriter(folder, [], () => undefined);
  expect(() => take("000007-700.rgb", piece([0], 0, []))).toThrow("000007-700.rgb");
  expect(readdirSync(folder)).toEqual([]);
});
