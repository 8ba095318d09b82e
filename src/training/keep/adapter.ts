/** Low-rank matrices as an adapter of the Python package PEFT, for the PyTorch model of training/. */

import { parameterShapes } from "../../graph/config.ts";
import { type StoredTensor, storedFloats, writeSafetensors } from "../../graph/safetensors.ts";
import { DECODER_MAPS } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import type { TrainableModel } from "../model/trainable.ts";
import type { RunState } from "../run/state.ts";
import type { Files } from "./model-folder.ts";

/** The modules that have an adapter, as PEFT matches them: linear maps of the decoder's blocks. */
const modulesOf = (maps: readonly string[]): string => `decoder\\.blocks\\.\\d+\\.(${maps.join("|")})`;

/**
 * `adapter_model.safetensors`, a pair lora_A [rank, in] and lora_B [out, rank] for each map, and `adapter_config.json`, whose
 * revision is the SHA-256 of the parent's weights. No files where the recipe trains no low-rank matrices.
 */
export function adapterFolder(
  model: Pick<TrainableModel, "id" | "weights" | "config">,
  { recipe }: RunSettings,
  { trained }: RunState,
): Files {
  if (recipe.trained.kind !== "lora") return new Map();
  const { rank, alpha } = recipe.trained;
  const shapes = parameterShapes(model.config);
  const tensors = new Map<string, StoredTensor>();
  for (const name of trained.parameters) {
    const [out = 0, into = 0] = shapes.get(name) ?? [];
    const [a, b] = [trained.tensors.get(`${name}.A`), trained.tensors.get(`${name}.B`)];
    if (a === undefined || b === undefined) continue;
    const module = `base_model.model.${name.replace(/\.weight$/, "")}`;
    tensors.set(`${module}.lora_A.weight`, storedFloats([rank, into], a));
    tensors.set(`${module}.lora_B.weight`, storedFloats([out, rank], b));
  }
  const config = {
    peft_type: "LORA",
    base_model_name_or_path: model.id,
    revision: model.weights.sha256,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    bias: "none",
    target_modules: modulesOf(recipe.trained.maps ?? DECODER_MAPS),
    inference_mode: true,
  };
  return new Map([
    ["adapter_model.safetensors", writeSafetensors(tensors)],
    ["adapter_config.json", new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)],
  ]);
}
