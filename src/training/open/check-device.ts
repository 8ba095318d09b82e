/**
 * Before a run is made on a GPU, the logits and gradients of a fixed answer must be those of wasm: with some drivers WebGPU is
 * silently wrong (onnxruntime issues 26732, 26367, 31626).
 */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { unreliable } from "../../engine/local/device/guard.ts";
import { gradientNorm } from "../../math/optimization/clip.ts";
import { release } from "../../model/adapter.ts";
import { scoreAnswers } from "../packed/decoder.ts";
import { type GradientBatch, gradientPasses } from "../packed/gradients.ts";
import { readTensor } from "../packed/keeper.ts";
import { promptOf } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";

/** Of the norm of what wasm computes: two float32 backends differ by about 1e-5, a wrong kernel by tens of percent. */
const LARGEST_DIFFERENCE = 5e-3;

/** Ids spread over the vocabulary, without that of images. */
function spreadIds({ config, imageToken }: TrainedGraphs, count: number): readonly TokenId[] {
  return Array.from({ length: count }, (_, i) => {
    const id = Math.floor((config.vocab_size * (i + 1)) / (count + 2));
    return (id === imageToken ? id + 1 : id) as TokenId;
  });
}

/** A prompt of five tokens and an answer of four. */
function fixedBatch(graphs: TrainedGraphs, parameters: Parameters): GradientBatch {
  const ids = spreadIds(graphs, 9);
  const prompts = [promptOf(ids.slice(0, 5), graphs.imageToken, [])];
  return { parameters, prompts, answers: [ids.slice(5)], pixels: new Map() };
}

/** The logits of the fixed answer, and the gradient of each trained parameter. Faults: those of a run. */
async function fixedNumbers(
  graphs: TrainedGraphs,
  parameters: Parameters,
): Promise<Outcome<readonly Float32Array[]>> {
  const batch = fixedBatch(graphs, parameters);
  const scored = await scoreAnswers(graphs, parameters, batch.prompts, batch.answers);
  if (!scored.ok) return scored;
  const found = scored.value.map(({ logits }) => logits);
  const passed = await gradientPasses(
    graphs,
    batch,
    (_, dims) => ({
      place: "host",
      dims,
      data: Float32Array.from({ length: dims[0] * dims[1] }, (__, i) => Math.sin(i + 1)),
    }),
    async (tensors) => {
      for (const tensor of tensors) {
        const read = await readTensor(graphs.arrays?.device ?? null, tensor);
        release(tensor);
        if (!read.ok) return read;
        found.push(read.value.data);
      }
      return success(null);
    },
  );
  return passed.ok ? success(found) : passed;
}

/** Whether numbers are within rounding of each other, whose size is at least `size`; what is no number is not. */
function isClose(found: Float32Array, expected: Float32Array, size: number): boolean {
  const difference = gradientNorm([expected.map((value, i) => value - (found[i] ?? Number.NaN))]);
  return difference <= LARGEST_DIFFERENCE * Math.max(size, gradientNorm([expected]));
}

/** Faults: unreliable, for a difference that rounding does not explain, and those of a run. */
export async function checkDevice(
  onDevice: TrainedGraphs,
  onWasm: TrainedGraphs,
  parameters: Parameters,
): Promise<Outcome<null>> {
  const found = await fixedNumbers(onDevice, parameters);
  if (!found.ok) return found;
  const expected = await fixedNumbers(onWasm, parameters);
  if (!expected.ok) return expected;
  const [, ...gradients] = expected.value;
  // A tensor whose gradient is next to nothing beside the others' is rounding alone.
  const least = gradientNorm(gradients) / 100;
  const own = (i: number) => found.value[i] ?? new Float32Array();
  return expected.value.every((values, i) => isClose(own(i), values, i === 0 ? 0 : least))
    ? success(null)
    : unreliable("this graphics adapter and the CPU differ in the logits or gradients of a fixed answer");
}
