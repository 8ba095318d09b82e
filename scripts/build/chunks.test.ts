/** Which modules come with an entry's one file. */
import { expect, test } from "vitest";
import { importedBy } from "./chunks.mjs";

test("what an entry imports, over any number of steps and in circles, is in its chunk; the entry and the rest are not; of two entries what both import", () => {
  const imports: Readonly<Record<string, string[]>> = {
    entry: ["a"],
    a: ["b"],
    b: ["a", "c"],
    c: [],
    other: ["c"],
  };
  const graph = {
    imports,
    getModuleInfo(id: string) {
      const importedIds = this.imports[id];
      return importedIds === undefined ? null : { importedIds };
    },
  };
  const named = (...entries: string[]) => {
    const nameOf = importedBy(entries, "page");
    return [...Object.keys(imports), "unknown"].filter((id) => nameOf(id, graph) === "page");
  };
  expect(named("entry")).toEqual(["a", "b", "c"]);
  expect(named("entry", "other")).toEqual(["c"]);
});
