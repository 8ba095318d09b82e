/** The `wgsl` route to the norm of src/math/optimization/clip.ts: two words a tensor are read back. */
import { type Outcome, success } from "../../src/base/outcome.ts";
import type { Kernel, Pass } from "../kernel/kernel.ts";
import { arenaOf, dispatch, guarded, readBack, wordsOf } from "../kernel/run.ts";
import squares from "./squares.wgsl?raw";
import { boundTo, type DeviceNumbers, INVOCATIONS } from "./tensors.ts";

const squaresPass: Pass = {
  name: "squares",
  wgsl: squares,
  bindings: ["uniform", "read", "write"],
  constants: { invocations: INVOCATIONS },
};

export const normKernel: Kernel = {
  name: "norm",
  computes: "the Euclidean norm over all numbers of many tensors, by which a gradient is clipped",
  source: "global norm, arXiv 1211.5063, §3.2; clip_grad_norm_ of PyTorch",
  passes: [squaresPass],
  tolerance: {
    absolute: 1e-37,
    relative: 1e-5,
    because: "sums of squares in float32, the tensors' in float64",
  },
};

const INFINITY_BITS = 0x7f800000;

/**
 * The Euclidean norm of all numbers of all tensors; Infinity where one of them is infinite or undefined. Faults: outOfMemory,
 * deviceLost, bug.
 */
export async function normOnDevice(
  device: GPUDevice,
  tensors: readonly DeviceNumbers[],
): Promise<Outcome<number>> {
  using arena = arenaOf(device);
  const submitted = await guarded(device, () => {
    const sums = arena.buffer(tensors.length * 8, "result");
    const commands = device.createCommandEncoder();
    const encoder = commands.beginComputePass();
    for (const [place, tensor] of tensors.entries()) {
      const settings = arena.filled(Uint32Array.of(tensor.length, place, 0, 0).buffer, "uniform");
      dispatch(device, encoder, squaresPass, [settings, boundTo(tensor), sums], [1, 1]);
    }
    encoder.end();
    device.queue.submit([commands.finish()]);
    return readBack(device, arena, { sums });
  });
  if (!submitted.ok) return submitted;
  const words = await wordsOf(device, submitted.value);
  if (!words.ok) return words;
  const { sums } = words.value;
  const floats = new Float32Array(sums.buffer, sums.byteOffset, sums.length);
  let squared = 0;
  for (const place of tensors.keys()) {
    const top = sums[2 * place] as number;
    if (top >= INFINITY_BITS) return success(Number.POSITIVE_INFINITY);
    const exponent = Math.min(253, Math.max(1, top >>> 23));
    squared += (floats[2 * place + 1] as number) * 4 ** (exponent - 127);
  }
  return success(Math.sqrt(squared));
}
