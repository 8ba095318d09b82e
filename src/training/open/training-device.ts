/** The GPU that a run is made on, where it is made on one. */

import { chooseModelBackend } from "../../engine/local/device/choose.ts";
import { openGpu } from "../../engine/local/device/device.ts";
import type { ModelBackend } from "../../engine/local/protocol.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { Ran } from "../../lab/run/document.ts";
import { logitGradientsOf } from "../numbers/open-numbers.ts";

/** A device until the end of a block, null where graphs run on wasm, and what computes a run there. */
export interface TrainingDevice extends Disposable {
  readonly device: GPUDevice | null;
  readonly ran: Ran;
}

const WASM: TrainingDevice = {
  device: null,
  ran: { graphs: "wasm", logitGradients: "float64" },
  [Symbol.dispose]: () => undefined,
};

/**
 * A device of a hardware adapter, or of any where WebGPU was `asked` for; wasm where there is none, where that was asked for, for LoRA,
 * whose matrices are multiplied in memory, and where all weights are trained, since the vision encoder runs on wasm.
 */
export async function openTrainingDevice(
  recipe: Recipe,
  asked: ModelBackend | null,
): Promise<TrainingDevice> {
  if (asked === "wasm" || recipe.trained.kind !== "decoder") return WASM;
  const gpu = await openGpu();
  if (!gpu.ok) return WASM;
  const { device, facts } = gpu.value;
  const { backend } = chooseModelBackend(facts, { modelBackend: asked, numbersBackend: null, threads: null });
  if (backend === "wasm") {
    device.destroy();
    return WASM;
  }
  const ran: Ran = { graphs: "webgpu", logitGradients: await logitGradientsOf(recipe) };
  return { device, ran, [Symbol.dispose]: () => device.destroy() };
}
