/** An update on the GPU: gradients, their norm, AdamW and averages by kernels, on buffers that stand for the arrays. */

import { adamWOnDevice } from "../../../shaders/optimizer/adamw.ts";
import { blendOnDevice } from "../../../shaders/optimizer/blend.ts";
import { normOnDevice } from "../../../shaders/optimizer/norm.ts";
import type { DeviceNumbers } from "../../../shaders/optimizer/tensors.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { type BlendShares, SUM } from "../../math/optimization/blend.ts";
import { clipScale } from "../../math/optimization/clip.ts";
import { type DeviceTensor, release, type Tensor } from "../../model/adapter.ts";
import { elementsOf, floatTensor } from "../../model/tensors.ts";
import { copyRows, stretchesOf } from "../numbers/device-rows.ts";
import type { DeviceArrays } from "../packed/device-arrays.ts";
import { type GradientBatch, gradientPasses } from "../packed/gradients.ts";
import type { Logits } from "../packed/keeper.ts";
import { joined } from "../packed/rows.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";
import type { Clock } from "../recipe/clock.ts";
import type { Moved, UpdateSettings } from "./moved.ts";

/** The gradients of the answers with these numbers behind each other: copied on the device, or uploaded by the run from memory. */
function seedOn({ device, filled }: DeviceArrays, ofLogits: readonly Logits[]) {
  return (numbers: readonly number[], dims: readonly [rows: number, vocabulary: number]): Tensor => {
    const chosen = numbers.map((number) => ofLogits[number] as Logits);
    const inMemory = chosen.filter((logits) => logits instanceof Float32Array);
    if (inMemory.length === chosen.length) return floatTensor(undefined, dims, joined(inMemory));
    const stretches = stretchesOf(chosen.map((logits) => ({ logits })));
    return filled(dims, (buffer) => copyRows(device, stretches, dims[1], buffer));
  };
}

/** Gradients on the device, in the order of the trained parameters; they are released with it. */
function gradientSums(device: GPUDevice) {
  let sums: readonly Tensor[] = [];
  const numbers = (tensor: Tensor): DeviceNumbers => ({
    buffer: (tensor as DeviceTensor).buffer,
    length: elementsOf(tensor.dims),
  });
  return {
    numbers: () => sums.map(numbers),
    async add(found: readonly Tensor[]): Promise<Outcome<null>> {
      if (sums.length === 0) {
        sums = found;
        return success(null);
      }
      const pairs = sums.map((sum, i) => ({ into: numbers(sum), other: numbers(found[i] as Tensor) }));
      const added = await blendOnDevice(device, pairs, SUM);
      for (const tensor of found) release(tensor);
      return added;
    },
    [Symbol.dispose]() {
      for (const tensor of sums) release(tensor);
    },
  };
}

/** `updateBy` of update.ts on the GPU: the norm of the gradient alone is read back. Faults: those of a run and of the kernels. */
export async function updateOnDevice(
  graphs: Omit<TrainedGraphs, "arrays"> & { readonly arrays: DeviceArrays },
  { trained, moments }: Moved,
  batch: GradientBatch,
  ofLogits: readonly Logits[],
  settings: UpdateSettings,
  clock: Clock,
): Promise<Outcome<number>> {
  const { arrays } = graphs;
  const { device } = arrays;
  using sums = gradientSums(device);
  const passed = await clock.time("gradient", () =>
    gradientPasses(graphs, batch, seedOn(arrays, ofLogits), sums.add),
  );
  if (!passed.ok) return passed;
  return clock.time("update", async () => {
    const gradients = sums.numbers();
    const norm = await normOnDevice(device, gradients);
    if (!norm.ok || !Number.isFinite(norm.value)) return norm;
    const tensors = graphs.trained.flatMap((name, i) => {
      const [values, of, gradient] = [trained.tensors.get(name), moments.get(name), gradients[i]];
      if (values === undefined || of === undefined || gradient === undefined) return [];
      const [first, second] = [arrays.numbers(of.first), arrays.numbers(of.second)];
      return [{ weights: arrays.numbers(values), gradient, first, second }];
    });
    const scaled = { norm: norm.value, scale: clipScale(norm.value, settings.clip) };
    const moved = await adamWOnDevice(device, tensors, scaled, settings, settings.number);
    return moved.ok ? norm : moved;
  });
}

/** Blends arrays where they lie on the GPU. Faults: those of the kernel. */
export function blendArrays(
  arrays: DeviceArrays,
  pairs: readonly (readonly [into: Float32Array, other: Float32Array])[],
  shares: BlendShares,
): Promise<Outcome<null>> {
  const numbers = pairs.map(([into, other]) => ({
    into: arrays.numbers(into),
    other: arrays.numbers(other),
  }));
  return blendOnDevice(arrays.device, numbers, shares);
}
