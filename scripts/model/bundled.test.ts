/** What lies in public/models is what these scripts write from the weights beside it. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readSafetensors } from "../../src/graph/safetensors.ts";
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { assembleModel } from "./assemble.ts";

const models = fileURLToPath(new URL("../../public/models", import.meta.url));

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const folders = readdirSync(models, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(folders.map((folder) => folder.name))(
  "%s is complete, unchanged and of the current graphs",
  async (id) => {
    const shared = new Map<string, string>();
    const read = (path: string): Uint8Array => readFileSync(`${models}/${id}/${shared.get(path) ?? path}`);
    const text = (path: string): string => new TextDecoder().decode(read(path));
    const manifest = parseManifest(JSON.parse(text("manifest.json")));
    if (!manifest.ok) throw new Error(manifest.fault.message);
    for (const { path, at } of manifest.value.files) if (at !== undefined) shared.set(path, at);
    const found = manifest.value.files.map(({ path }) => [path, read(path).length, sha256(read(path))]);
    expect(found).toEqual(manifest.value.files.map((file) => [file.path, file.bytes, file.sha256]));
    const stored = manifest.value.files.filter(({ path }) => path.endsWith(".safetensors"));

    const written = await assembleModel(manifest.value, {
      config: JSON.parse(text("config.json")),
      weights: new Map(stored.flatMap(({ path }) => [...readSafetensors(read(path))])),
      decoderApart: stored.length > 1,
      tokenizer: text("tokenizer.json"),
      tokenizerConfig: text("tokenizer_config.json"),
    });
    for (const graph of Object.values(manifest.value.graphs)) {
      expect([graph.path, sha256(written.get(graph.path) ?? new Uint8Array())]).toEqual([
        graph.path,
        sha256(read(graph.path)),
      ]);
    }
  },
);
