/** The `wgsl` route to src/math/optimization/adamw.ts: weights and moments move where they lie, and nothing is read back. */
import { failure, type Outcome } from "../../src/base/outcome.ts";
import { type AdamWSettings, adamWFactors } from "../../src/math/optimization/adamw.ts";
import type { Kernel, Pass } from "../kernel/kernel.ts";
import adamW from "./adamw.wgsl?raw";
import { boundTo, type DeviceNumbers, forEach, groupsFor, INVOCATIONS } from "./tensors.ts";

const adamWPass: Pass = {
  name: "adamw",
  wgsl: adamW,
  bindings: ["uniform", "read", "write", "write", "write"],
  constants: { invocations: INVOCATIONS },
};

export const adamWKernel: Kernel = {
  name: "adamw",
  computes: "one step of AdamW on every tensor, its gradient clipped to a norm on the way",
  source: "Loshchilov and Hutter, arXiv 1711.05101, algorithm 2",
  passes: [adamWPass],
  // The absolute part is per unit of the weight, the moment or the gradient, whichever is largest, and of the rate.
  tolerance: {
    absolute: 2e-6,
    relative: 2e-6,
    because: "float32 where the reference rounds once, with a root and a quotient",
  },
};

/** A tensor that is trained, with its gradient and AdamW's moments; all of one length. */
export interface AdamWTensors {
  readonly weights: DeviceNumbers;
  readonly gradient: DeviceNumbers;
  readonly first: DeviceNumbers;
  readonly second: DeviceNumbers;
}

/** Beside an epsilon below this, roots that float32 rounds to 0 would count. */
const LEAST_EPSILON = 1e-10;
/** Its square, and a sum of many of them, are finite in float32. */
const LARGEST_SLOPE = 1e18;

/** How a gradient is scaled before the step: its norm, which says that it is finite, and the factor. */
export interface ScaledGradient {
  readonly norm: number;
  readonly scale: number;
}

function mistakeIn(all: readonly AdamWTensors[], { epsilon }: AdamWSettings, scaled: ScaledGradient) {
  const uneven = all.find(({ weights, gradient, first, second }) =>
    [gradient, first, second].some(({ length }) => length !== weights.length),
  );
  if (uneven !== undefined) return "a tensor's weights, gradient and moments have different lengths";
  if (!(epsilon >= LEAST_EPSILON)) return `an epsilon of ${epsilon} is too small for float32`;
  return scaled.norm * scaled.scale <= LARGEST_SLOPE
    ? null
    : `a gradient of norm ${scaled.norm} times ${scaled.scale} cannot be squared in float32`;
}

/**
 * One step of every tensor, in place; `step` counts from 1. Faults: badInput (lengths, an epsilon below 1e-10, a gradient that is not
 * finite or too large), outOfMemory, deviceLost, bug. Nothing has moved after badInput.
 */
export async function adamWOnDevice(
  device: GPUDevice,
  all: readonly AdamWTensors[],
  scaled: ScaledGradient,
  settings: AdamWSettings,
  step: number,
): Promise<Outcome<null>> {
  const mistake = mistakeIn(all, settings, scaled);
  if (mistake !== null) return failure("badInput", mistake);
  const { beta1, beta2, epsilon } = settings;
  const { size, correction, kept } = adamWFactors(settings, step);
  const numbers = [
    scaled.scale,
    ...[beta1, 1 - beta1, beta2, 1 - beta2],
    ...[kept, size, 1 / correction, epsilon],
  ];
  return forEach(device, adamWPass, all, ({ weights, gradient, first, second }, arena) => {
    const uniform = new ArrayBuffer(48);
    new Uint32Array(uniform).set([weights.length]);
    new Float32Array(uniform).set(numbers, 1);
    const buffers = [gradient, weights, first, second].map(boundTo);
    return [[arena.filled(uniform, "uniform"), ...buffers], groupsFor(weights.length)];
  });
}
