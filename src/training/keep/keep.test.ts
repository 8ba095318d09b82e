/** The folder of a trained model opens again with its weights, and the adapter has what it was made of. */

import { createHash } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import type { Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { traineeOf } from "../../../scripts/model/testing/trainee.testing.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { smallConfig } from "../../graph/config.ts";
import { readSafetensors } from "../../graph/safetensors.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { parseManifest } from "../../model/manifest/manifest.ts";
import { storedWeights } from "../../model/weights.ts";
import { type RunState, startState } from "../run/state.ts";
import { adapterFolder } from "./adapter.ts";
import { loraSettings } from "./lora-settings.testing.ts";
import { type Files, modelFolder } from "./model-folder.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let parent: Files;
let trainee: Trainee;
let state: RunState;

const manifestOf = (files: Files) =>
  value(parseManifest(JSON.parse(new TextDecoder().decode(files.get("manifest.json")))));

beforeAll(async () => {
  parent = await writeTrio({ config: smallConfig, seed: 11 });
  trainee = await traineeOf(parent);
  state = startState(trainee.model, loraSettings);
  for (const tensor of state.trained.tensors.values()) tensor.fill(0.25);
});

/** Fails where a file of the manifest is missing, or is not the one whose size and hash the manifest names. */
function expectItsFiles(kept: Files): void {
  for (const { path, bytes, sha256 } of manifestOf(kept).files) {
    const file = kept.get(path) ?? new Uint8Array();
    expect([path, file.length, createHash("sha256").update(file).digest("hex")]).toEqual([
      path,
      bytes,
      sha256,
    ]);
  }
}

test("the kept model has the trained weights to the precision of its files, and a manifest of its own", async () => {
  const before = { manifest: manifestOf(parent), files: parent };
  const kept = await modelFolder(before, loraSettings, 4, state.trained.current());
  const manifest = manifestOf(kept);
  const own = storedWeights(manifest).sha256.slice(0, 8);
  expect(manifest.id).toBe(`${before.manifest.id}-vision-opd-lora-seed-3-step-4-${own}`);
  expectItsFiles(kept);
  const child = await traineeOf(kept);
  expect(child.model.weights.sha256).not.toBe(trainee.model.weights.sha256);
  expect(manifest.source).toContain(trainee.model.weights.sha256);
  expect(child.model.weights.parent).toBe(trainee.model.weights.sha256);
  for (const [name, values] of state.trained.current()) {
    const found = child.model.parameters.get(name) ?? [];
    const far = Math.max(
      ...values.map((weight, i) => Math.abs((found[i] ?? Infinity) - weight) / (1 + Math.abs(weight))),
    );
    expect(far, name).toBeLessThan(1e-3);
  }
});

test("where all weights were trained the folder has an encoder of its own, also where the parent's lies beside another model", async () => {
  const settings: RunSettings = {
    ...loraSettings,
    recipe: { ...(recipeOf("vision-opd") as Recipe), trained: { kind: "all" } },
  };
  const { trained } = startState(trainee.model, settings);
  for (const tensor of trained.tensors.values()) tensor.fill(0.25);
  const before = manifestOf(parent);
  const shared = before.files.map((file) => ({ ...file, at: `../other/${file.path}` }));
  const kept = await modelFolder(
    { manifest: { ...before, files: shared }, files: parent },
    settings,
    4,
    trained.current(),
  );
  expectItsFiles(kept);
  expect(manifestOf(kept).files.some((file) => "at" in file)).toBe(false);
  const child = await traineeOf(kept);
  const unlike = [...child.model.parameters].filter(([, values]) => values.some((weight) => weight !== 0.25));
  expect(unlike.map(([name]) => name)).toEqual([]);
});

test("the adapter has a pair of matrices for every linear map of the decoder, and names its parent", () => {
  const files = adapterFolder(trainee.model, loraSettings, state);
  const config = JSON.parse(new TextDecoder().decode(files.get("adapter_config.json")));
  expect(config).toMatchObject({
    peft_type: "LORA",
    r: 8,
    lora_alpha: 16,
    revision: trainee.model.weights.sha256,
  });
  const tensors = readSafetensors(files.get("adapter_model.safetensors") ?? new Uint8Array());
  expect(tensors.size).toBe(2 * 7 * smallConfig.num_layers);
  expect(tensors.get("base_model.model.decoder.blocks.1.down.lora_A.weight")?.shape).toEqual([
    8,
    smallConfig.ffn,
  ]);
  const modules = new RegExp(`^base_model\\.model\\.${config.target_modules}\\.lora_[AB]\\.weight$`);
  expect([...tensors.keys()].filter((name) => !modules.test(name))).toEqual([]);
  const whole = { ...loraSettings, recipe: recipeOf("vision-opd") as Recipe };
  expect(adapterFolder(trainee.model, whole, startState(trainee.model, whole)).size).toBe(0);
});
