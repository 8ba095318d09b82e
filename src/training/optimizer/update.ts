/** One update of what is trained: gradients, their clipping and AdamW, and the average behind it. What runs on the GPU is fetched where graphs do. */

import { type Outcome, success } from "../../base/outcome.ts";
import { adamWStep } from "../../math/optimization/adamw.ts";
import { blend } from "../../math/optimization/blend.ts";
import { clipGradients } from "../../math/optimization/clip.ts";
import type { DeviceArrays } from "../packed/device-arrays.ts";
import { type GradientBatch, parameterGradients } from "../packed/gradients.ts";
import type { Logits } from "../packed/keeper.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";
import type { Clock } from "../recipe/clock.ts";
import type { Moved, UpdateSettings } from "./moved.ts";

async function updateInMemory(
  graphs: TrainedGraphs,
  { trained, moments }: Moved,
  batch: GradientBatch,
  ofLogits: readonly Float32Array[],
  settings: UpdateSettings,
  clock: Clock,
): Promise<Outcome<number>> {
  const found = await clock.time("gradient", () => parameterGradients(graphs, batch, ofLogits));
  if (!found.ok) return found;
  return clock.time("update", async () => {
    const gradients = trained.gradients(found.value);
    const norm = clipGradients([...gradients.values()], settings.clip);
    if (!Number.isFinite(norm)) return success(norm);
    for (const [name, tensor] of trained.tensors) {
      const [gradient, of] = [gradients.get(name), moments.get(name)];
      if (gradient !== undefined && of !== undefined)
        adamWStep(tensor, gradient, of, settings, settings.number);
    }
    return success(norm);
  });
}

/**
 * One update by the gradient of a loss with respect to the logits of the batch's answers, [tokens, vocabulary] each: where the graphs
 * run on the GPU, so does everything, and what is trained must be parameters of the model. The norm of the gradient before
 * clipping; where that is not finite nothing has moved. Faults: those of a run and of the kernels.
 */
export async function updateBy(
  graphs: TrainedGraphs,
  moved: Moved,
  batch: GradientBatch,
  ofLogits: readonly Logits[],
  settings: UpdateSettings,
  clock: Clock,
): Promise<Outcome<number>> {
  const { arrays } = graphs;
  if (arrays === null)
    return updateInMemory(graphs, moved, batch, ofLogits as readonly Float32Array[], settings, clock);
  const { updateOnDevice } = await import("./device-update.ts");
  return updateOnDevice({ ...graphs, arrays }, moved, batch, ofLogits, settings, clock);
}

/** Moves an average towards the parameters as they are; `kept` is its own share. Faults: those of the kernels. */
export async function follow(
  arrays: DeviceArrays | null,
  average: ReadonlyMap<string, Float32Array>,
  current: ReadonlyMap<string, Float32Array>,
  kept: number,
): Promise<Outcome<null>> {
  const shares = { kept, added: 1 - kept };
  const pairs = [...average].map(([name, values]) => [values, current.get(name) ?? values] as const);
  if (arrays === null) {
    for (const [into, other] of pairs) blend(into, other, shares);
    return success(null);
  }
  return (await import("./device-update.ts")).blendArrays(arrays, pairs, shares);
}
