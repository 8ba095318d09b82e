/** How large files and folders are, and which folders need each other. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { root } from "../process/run.mjs";
import { folderCycles, sourceFiles } from "./folders.testing.ts";

const files = sourceFiles();

test("no file has more than 300 lines", () => {
  const written = files.filter((file) => /\.(?:ts|tsx|mjs|cjs|css|wgsl)$/.test(file));
  const lines = (file: string) => readFileSync(join(root, file), "utf8").split("\n").length - 1;
  expect(written.filter((file) => lines(file) > 300)).toEqual([]);
});

/** Folders that hold more than 15 files all the same. */
const LARGE: Readonly<Record<string, number>> = {
  "shaders/kernel": 16,
  "shaders/pair": 16,
  "src/ui/charts": 16,
  "src/ui/gates": 16,
};

test("no folder holds more than 15 files", () => {
  const counts: Record<string, number> = {};
  for (const file of files) counts[posix.dirname(file)] = (counts[posix.dirname(file)] ?? 0) + 1;
  const large = Object.entries(counts).filter(([folder, count]) => count > (LARGE[folder] ?? 15));
  expect(Object.fromEntries(large)).toEqual({});
});

/** How many folders of one topic, its own among them, need each other; none may need another topic's in a circle. */
const KNOWN: Readonly<Record<string, number>> = {
  bench: 2,
  scripts: 2,
  shaders: 5,
  "src/app": 12,
  "src/command": 6,
  "src/engine": 7,
  "src/gate": 2,
  "src/lesson": 3,
  "src/math": 4,
  "src/model": 4,
  "src/scene": 4,
  "src/session": 2,
  "src/store": 3,
  "src/suite": 8,
  "src/ui": 33,
};

test("folders of different topics need each other in no circle, and those of one topic in no larger ones than are known", () => {
  const topicOf = (folder: string) =>
    folder
      .split("/")
      .slice(0, folder.startsWith("src/") ? 2 : 1)
      .join("/");
  const cycles = folderCycles();
  const across = cycles.filter((group) => new Set(group.map(topicOf)).size > 1);
  expect(across).toEqual([]);
  const larger = cycles.filter((group) => group.length > (KNOWN[topicOf(group[0] as string)] ?? 1));
  expect(larger).toEqual([]);
});

test("a circle of folders is found over any number of steps", () => {
  const graph = new Map([
    ["a", new Set(["b"])],
    ["b", new Set(["c", "b"])],
    ["c", new Set(["a", "d"])],
    ["d", new Set<string>()],
  ]);
  expect(folderCycles(graph)).toEqual([["a", "b", "c"]]);
});

test("a test that replaces modules runs with modules of its own", () => {
  const replaces = /\bvi\.(?:mock|doMock|resetModules)\(/;
  const sharing = files.filter(
    (file) => /\.test\.tsx?$/.test(file) && !/\.(?:gpu|isolated)\.test\./.test(file),
  );
  expect(sharing.length).toBeGreaterThan(100);
  expect(sharing.filter((file) => replaces.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});
