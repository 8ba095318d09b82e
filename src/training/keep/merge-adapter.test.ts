/** The adapter of a run, merged into its parent again, is the model of that run; what does not fit its parent is a fault. */

import { readFileSync } from "node:fs";
import { beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { seeded } from "../../base/random.ts";
import { smallConfig } from "../../graph/config.ts";
import { readSafetensors, storedFloats, writeSafetensors } from "../../graph/safetensors.ts";
import { float16Bits, float16Value } from "../../model/float16.ts";
import { parseManifest } from "../../model/manifest/manifest.ts";
import { storedWeights } from "../../model/weights.ts";
import { floatsOf } from "../model/trainable.ts";
import { startState } from "../run/state.ts";
import { adapterFolder } from "./adapter.ts";
import { loraSettings } from "./lora-settings.testing.ts";
import { adaptedFiles } from "./merge-adapter.ts";
import { type Files, modelFolder } from "./model-folder.ts";

const PARENT = "https://site.test/models/random/manifest.json";
const OTHER = "https://site.test/models/fovea-nano/manifest.json";
const nano = new Uint8Array(
  readFileSync(new URL("../../../public/models/fovea-nano/manifest.json", import.meta.url)),
);

let parent: Files;
let sha256: string;
let adapter: Files;
let merged: Files;

const manifestOf = (bytes: Uint8Array | undefined) =>
  value(parseManifest(JSON.parse(new TextDecoder().decode(bytes))));

const tensorsOf = (files: Files) => readSafetensors(files.get("model.safetensors") ?? new Uint8Array());

beforeAll(async () => {
  parent = await writeTrio({ config: smallConfig, seed: 11 });
  const manifest = manifestOf(parent.get("manifest.json"));
  const weights = storedWeights(manifest);
  sha256 = weights.sha256;
  const parameters = new Map([...tensorsOf(parent)].map(([name, tensor]) => [name, floatsOf(tensor)]));
  const model = { id: manifest.id, weights, config: smallConfig, parameters };
  const state = startState(model, loraSettings);
  const random = seeded(5);
  for (const tensor of state.trained.tensors.values())
    for (let i = 0; i < tensor.length; i++) tensor[i] = (random.below(2001) - 1000) / 5000;
  adapter = adapterFolder(model, loraSettings, state);
  merged = await modelFolder({ manifest, files: parent }, loraSettings, 4, state.trained.current());
});

/** Opens the files of an adapter where the parent is served, and the manifest of another model. */
async function open(files: Files, parents: readonly string[] = [OTHER, PARENT]) {
  const served = new Map([[OTHER, nano]]);
  for (const [path, bytes] of parent) served.set(new URL(path, PARENT).href, bytes);
  vi.stubGlobal("fetch", async ({ href }: URL) => {
    const bytes = served.get(href);
    return new Response(bytes ?? null, { status: bytes === undefined ? 404 : 200 });
  });
  const local = [...files].map(([path, bytes]) => ({ path, file: new File([bytes], path) }));
  const made = await adaptedFiles({ files: local, parents });
  return made.ok
    ? { ok: true as const, value: new Map(made.value.map(({ path, file }) => [path, file])) }
    : made;
}

/** The run's configuration with other fields, and two matrices of these shapes, filled with 1/2 and 1/8, for one map. */
function adapterOf(
  config: Readonly<Record<string, unknown>>,
  map: string,
  a: readonly [number, number],
  b: readonly [number, number],
): Files {
  const own = JSON.parse(new TextDecoder().decode(adapter.get("adapter_config.json")));
  const filled = (shape: readonly [number, number], with_: number) =>
    storedFloats(shape, new Float32Array(shape[0] * shape[1]).fill(with_));
  const tensors = new Map([
    [`base_model.model.${map}.lora_A.weight`, filled(a, 1 / 2)],
    [`base_model.model.${map}.lora_B.weight`, filled(b, 1 / 8)],
  ]);
  return new Map([
    ["adapter_config.json", new TextEncoder().encode(JSON.stringify({ ...own, ...config }))],
    ["adapter_model.safetensors", writeSafetensors(tensors)],
  ]);
}

test("the adapter of a run gives the weights that the run itself wrote, bit for bit, under a manifest that names the parent", async () => {
  const opened = value(await open(adapter));
  expect([...opened.keys()].sort()).toEqual([...merged.keys()].sort());
  for (const [path, bytes] of merged)
    if (path !== "manifest.json")
      expect(Buffer.compare(bytes, opened.get(path) ?? new Uint8Array()), path).toBe(0);
  const manifest = manifestOf(opened.get("manifest.json"));
  const run = storedWeights(manifestOf(merged.get("manifest.json")));
  expect(run.sha256).not.toBe(sha256);
  expect(storedWeights(manifest)).toEqual({ ...run, id: manifest.id, parent: sha256 });
  expect([manifest.id, manifest.title]).toEqual([
    `random-11-adapter-${run.sha256.slice(0, 8)}`,
    "Random weights, seed 11, adapter of rank 8",
  ]);
});

test("a map of the vision encoder is changed as well, and no other tensor", async () => {
  const [map, width] = ["vision.blocks.0.q", smallConfig.vision_channels[3]];
  const opened = value(await open(adapterOf({ r: 4, lora_alpha: 8 }, map, [4, width], [width, 4])));
  const [before, after] = [tensorsOf(parent), tensorsOf(opened)];
  const changed = [...after].filter(([name, { bytes }]) => String(bytes) !== String(before.get(name)?.bytes));
  expect(changed.map(([name]) => name)).toEqual([`${map}.weight`]);
  const halves = (tensors: typeof after) =>
    Array.from(new Uint16Array(tensors.get(`${map}.weight`)?.bytes.slice().buffer ?? new ArrayBuffer()));
  // lora_alpha / r is 2, and each of the four products 1/16.
  expect(halves(after)).toEqual(halves(before).map((bits) => float16Bits(float16Value(bits) + 1 / 2)));
});

test.each([
  [
    "badInput",
    "changes decoder.blocks.1.down.weight as a map of 32 × 5; in Random weights, seed 11 it is 32 × 48",
    () => adapterOf({}, "decoder.blocks.1.down", [8, 5], [32, 8]),
  ],
  [
    "badInput",
    "changes decoder.blocks.9.down.weight, which Random weights, seed 11 has not",
    () => adapterOf({}, "decoder.blocks.9.down", [8, 48], [32, 8]),
  ],
  [
    "unsupported",
    "numbers that Random weights, seed 11's files cannot hold (F16)",
    () => adapterOf({ lora_alpha: 1e9 }, "decoder.blocks.1.down", [8, 48], [32, 8]),
  ],
  [
    "badInput",
    "revision in adapter_config.json is not a SHA-256. It calls its parent random-11.",
    () => adapterOf({ revision: "main" }, "decoder.blocks.1.down", [8, 48], [32, 8]),
  ],
  ["notFound", "no adapter_config.json", () => new Map()],
] as const)("%s: %s", async (kind, message, files) => {
  expect(await open(files())).toMatchObject({
    ok: false,
    fault: { kind, message: expect.stringContaining(message), hint: expect.stringMatching(/\w/) },
  });
});

test("a parent that is not here is named with its weights, and so are the models that are", async () => {
  expect(await open(adapter, [OTHER])).toMatchObject({
    ok: false,
    fault: {
      kind: "notFound",
      message: `There is no model here with the weights ${sha256}, which the adapter changes. It calls its parent random-11.`,
      hint: expect.stringContaining(`Fovea-nano (${storedWeights(manifestOf(nano)).sha256})`),
    },
  });
  expect(await open(adapter, ["https://site.test/nothing/manifest.json"])).toMatchObject({
    ok: false,
    fault: { kind: "notFound", message: expect.stringContaining("status 404") },
  });
});
