/** An adapter's folder as PEFT writes it, and what is said where it is another one, or damaged. */

import { describe, expect, test } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { type StoredTensor, storedFloats, writeSafetensors } from "../../graph/safetensors.ts";
import { readAdapter } from "./read-adapter.ts";

/** All that PEFT 0.10 wrote for `LoraConfig(r=4, lora_alpha=8, target_modules=["q", "down"], revision=…)` on PyTorch's model. */
const CONFIG = {
  alpha_pattern: {},
  auto_mapping: { base_model_class: "Fovea", parent_library: "fovea.model" },
  base_model_name_or_path: null,
  bias: "none",
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  layer_replication: null,
  layers_pattern: null,
  layers_to_transform: null,
  loftq_config: {},
  lora_alpha: 8,
  lora_dropout: 0.0,
  megatron_config: null,
  megatron_core: "megatron.core",
  modules_to_save: null,
  peft_type: "LORA",
  r: 4,
  rank_pattern: {},
  revision: "0".repeat(64),
  target_modules: ["down", "q"],
  task_type: null,
  use_dora: false,
  use_rslora: false,
};

const [A, B] = ["A", "B"].map((each) => `base_model.model.vision.blocks.0.q.lora_${each}.weight`) as [
  string,
  string,
];
const matrix = (shape: readonly number[]): StoredTensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  return storedFloats(
    shape,
    Float32Array.from({ length: count }, (_, i) => i / 8),
  );
};
const TENSORS = { [A]: matrix([4, 6]), [B]: matrix([3, 4]) };

/** Reads a folder with these two files; null leaves one out. */
function read(
  config: string | object | null,
  tensors: Readonly<Record<string, StoredTensor>> | Uint8Array | null,
) {
  const weights =
    tensors === null || tensors instanceof Uint8Array
      ? tensors
      : writeSafetensors(new Map(Object.entries(tensors)));
  const contents = {
    "README.md": "# A card\n",
    "adapter_config.json": typeof config === "string" || config === null ? config : JSON.stringify(config),
    "adapter_model.safetensors": weights && new Uint8Array(weights),
  };
  return readAdapter(
    Object.entries(contents).flatMap(([name, content]) =>
      content === null ? [] : [{ path: `run/${name}`, file: new File([content], name) }],
    ),
  );
}

test("a folder as PEFT 0.10 writes it has its scale, its parent and a pair of matrices for each map", async () => {
  const { changes, ...rest } = value(await read(CONFIG, TENSORS));
  expect(rest).toEqual({ parentName: null, revision: CONFIG.revision, rank: 4, scale: 2 });
  expect([...changes.keys()]).toEqual(["vision.blocks.0.q.weight"]);
  const change = changes.get("vision.blocks.0.q.weight");
  expect(change).toMatchObject({ out: 3, into: 6, rank: 4 });
  expect([change?.a[23], change?.b[11]]).toEqual([23 / 8, 11 / 8]);
});

describe("a fault says what is wrong", () => {
  const whole = writeSafetensors(new Map(Object.entries(TENSORS)));

  test.each([
    ["notFound", "no adapter_config.json", null, TENSORS],
    ["notFound", "no adapter_model.safetensors beside adapter_config.json", CONFIG, null],
    ["corrupt", "adapter_config.json is not JSON", '{"r": 8', TENSORS],
    ["corrupt", "not the configuration of an adapter", [], TENSORS],
    ["corrupt", "has no r, a whole number", { ...CONFIG, r: 0.5 }, TENSORS],
    ["corrupt", "wrong number of bytes", CONFIG, whole.slice(0, -8)],
    ["corrupt", "no safetensors file", CONFIG, whole.slice(0, 6)],
    ["corrupt", "has no matrices", CONFIG, {}],
    ["corrupt", "only one of the two matrices of vision.blocks.0.q", CONFIG, { [A]: matrix([4, 6]) }],
    ["corrupt", "with r = 8 they must be 8 × in and out × 8", { ...CONFIG, r: 8 }, TENSORS],
    ["corrupt", "are 4 × 6 and 12;", CONFIG, { ...TENSORS, [B]: matrix([12]) }],
    [
      "unsupported",
      "has bias, which is no matrix of a linear map",
      CONFIG,
      { ...TENSORS, bias: matrix([1]) },
    ],
    ["unsupported", "of the type IA3", { ...CONFIG, peft_type: "IA3", lora_alpha: null }, TENSORS],
    ["unsupported", "use_dora = true", { ...CONFIG, use_dora: true }, TENSORS],
    ["unsupported", "use_rslora = true", { ...CONFIG, use_rslora: true }, TENSORS],
    ["unsupported", 'bias = "all"', { ...CONFIG, bias: "all" }, TENSORS],
    ["unsupported", 'modules_to_save = ["norm"]', { ...CONFIG, modules_to_save: ["norm"] }, TENSORS],
    ["unsupported", 'rank_pattern = {"q":2}', { ...CONFIG, rank_pattern: { q: 2 } }, TENSORS],
    ["unsupported", 'init_lora_weights = "pissa"', { ...CONFIG, init_lora_weights: "pissa" }, TENSORS],
    ["unsupported", "an_option_to_come = 1", { ...CONFIG, an_option_to_come: 1 }, TENSORS],
  ])("%s: %s", async (kind, message, config, tensors) => {
    expect(await read(config, tensors)).toMatchObject({
      ok: false,
      fault: { kind, message: expect.stringContaining(message), hint: expect.stringMatching(/\w/) },
    });
  });

  test("of two adapters none is taken", async () => {
    const files = ["a", "b"].map((folder) => ({
      path: `${folder}/adapter_config.json`,
      file: new File([JSON.stringify(CONFIG)], "adapter_config.json"),
    }));
    expect(await readAdapter(files)).toMatchObject({
      ok: false,
      fault: {
        kind: "badInput",
        message: "There are several adapters: a/adapter_config.json and b/adapter_config.json.",
      },
    });
  });
});
