/** What `--model` names on the disk: the folder of a model, or that of an adapter. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createMounts } from "./mounts.mjs";

const folder = mkdtempSync(join(tmpdir(), "fovea-mounts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with these files. */
function write(name: string, files: readonly string[]): string {
  mkdirSync(join(folder, name));
  for (const file of files) writeFileSync(join(folder, name, file), "{}");
  return join(folder, name);
}

test("the files of an adapter are served, and a manifest goes before them", () => {
  const names = ["adapter_config.json", "adapter_model.safetensors"];
  const mounts = createMounts();
  const adapter = write("adapter", ["README.md", ...names]);
  expect(mounts.model(adapter, false)).toEqual({
    kind: "adapter",
    files: names.map((path) => ({ path, url: `mounted-0/${path}` })),
  });
  const model = write("model", ["manifest.json", ...names]);
  expect(mounts.model(model, false)).toEqual({ kind: "site", manifest: "mounted-1/manifest.json" });
  expect(mounts.mounts).toEqual({ "mounted-0": adapter, "mounted-1": model });
});
