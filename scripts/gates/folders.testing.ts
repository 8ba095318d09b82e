/** Which folders of the sources need each other in a circle. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../process/run.mjs";

/** Files that git tracks below the folders of sources. */
export function sourceFiles(): readonly string[] {
  const folders = ["src", "shaders", "scripts", "bench", "e2e"];
  const listed = execFileSync("git", ["ls-files", "--", ...folders], { cwd: root, encoding: "utf8" });
  return listed.split("\n").filter(Boolean);
}

const support = /\.(?:test|testing|proofs|spec)\.tsx?$/;
const specifier = /(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"?]+)/g;

/** Which folders the files of a folder import from. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Tests and what only they import aside. */
function importsOfFolders(): Graph {
  const graph = new Map<string, Set<string>>();
  for (const file of sourceFiles()) {
    if (!/\.(?:ts|tsx|mjs)$/.test(file) || support.test(file)) continue;
    const folder = posix.dirname(file);
    const seen = graph.get(folder) ?? new Set<string>();
    graph.set(folder, seen);
    for (const [, path = ""] of readFileSync(join(root, file), "utf8").matchAll(specifier))
      seen.add(posix.dirname(posix.join(folder, path)));
  }
  return graph;
}

/** Every folder that can be reached from one, in any number of steps. */
function reachable(graph: Graph, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [from];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const next of graph.get(folder) ?? [])
      if (next !== folder && !found.has(next)) {
        found.add(next);
        open.push(next);
      }
  return found;
}

/** Groups of folders of which each needs, directly or not, all others. */
export function folderCycles(graph = importsOfFolders()): readonly (readonly string[])[] {
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachable(graph, folder)]));
  const groups: (readonly string[])[] = [];
  for (const folder of graph.keys()) {
    if (groups.some((group) => group.includes(folder))) continue;
    const others = [...(reached.get(folder) ?? [])].filter((other) => reached.get(other)?.has(folder));
    if (others.length > 0) groups.push([...new Set([folder, ...others])].sort());
  }
  return groups;
}
