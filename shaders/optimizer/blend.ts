/** The `wgsl` route to src/math/optimization/blend.ts: sums of gradients, moving averages and mixed logits, in place. */
import { failure, type Outcome } from "../../src/base/outcome.ts";
import { type BlendShares, blendMistake } from "../../src/math/optimization/blend.ts";
import type { Kernel, Pass } from "../kernel/kernel.ts";
import blend from "./blend.wgsl?raw";
import { boundTo, type DeviceNumbers, forEach, groupsFor, INVOCATIONS } from "./tensors.ts";

const blendPass: Pass = {
  name: "blend",
  wgsl: blend,
  bindings: ["uniform", "read", "write"],
  constants: { invocations: INVOCATIONS },
};

export const blendKernel: Kernel = {
  name: "blend",
  computes:
    "one tensor times a share plus another times a share: sums of gradients, moving averages, mixed logits",
  source: "Vision-OPD §4.3.1, arXiv 2605.18740 (EMA and trust-region teachers)",
  passes: [blendPass],
  // The absolute part is per unit of the two products.
  tolerance: {
    absolute: 3e-7,
    relative: 3e-7,
    because: "two products and a sum in float32, which may cancel",
  },
};

/** Two tensors of one length. */
export interface Blended {
  readonly into: DeviceNumbers;
  readonly other: DeviceNumbers;
}

/**
 * `into = kept · into + added · other` of every pair, in place. A number that is infinite or beyond 1e38 becomes infinite. Faults:
 * badInput (shares beyond 1, tensors of different lengths), outOfMemory, deviceLost, bug.
 */
export async function blendOnDevice(
  device: GPUDevice,
  pairs: readonly Blended[],
  shares: BlendShares,
): Promise<Outcome<null>> {
  const mistake = blendMistake(
    pairs.map(({ into, other }) => [into.length, other.length]),
    shares,
  );
  if (mistake !== null) return failure("badInput", mistake);
  return forEach(device, blendPass, pairs, ({ into, other }, arena) => {
    const settings = new ArrayBuffer(16);
    new Uint32Array(settings).set([into.length]);
    new Float32Array(settings).set([shares.kept, shares.added], 1);
    return [[arena.filled(settings, "uniform"), boundTo(other), boundTo(into)], groupsFor(into.length)];
  });
}
