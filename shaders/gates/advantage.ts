/** The gain of tokens from one view over another, and the means per answer that gates start from. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import type { Kernel } from "../kernel/kernel.ts";
import advantage from "./advantage.wgsl?raw";
import { flat, floatsOf, groupPass, INVOCATIONS, mistakeIn, runGroups } from "./groups.ts";

const advantagePass = groupPass("advantage", 2, 2, advantage);

export const advantageKernel: Kernel = {
  name: "advantage",
  computes: "evidence gap, visual advantage or reward of every token, and their means per answer",
  source: "V-Zero eq. 17, arXiv 2606.25319; VA-OPD eq. 2 and 3, arXiv 2605.21924; Uni-OPD, arXiv 2605.03677",
  passes: [advantagePass],
  tolerance: { absolute: 2e-6, relative: 4e-6, because: "log-probabilities and their sums in float32" },
};

export interface Advantages {
  /** Per token, one answer after the other. */
  readonly gaps: Float32Array;
  /** Per answer: means of relu(gap) - gamma relu(-gap), of relu(gap), and of the gap; 0 without tokens. */
  readonly scores: readonly number[];
  readonly gains: readonly number[];
  readonly returns: readonly number[];
}

/**
 * `after - before` of every token's log-probability; a side without probability counts `largest` nats. Faults: badInput
 * (scores of different lengths, or not log-probabilities), outOfMemory, deviceLost, bug.
 */
export async function advantagesOnDevice(
  device: GPUDevice,
  after: readonly (readonly number[])[],
  before: readonly (readonly number[])[],
  options: { readonly gamma: number; readonly largest: number },
): Promise<Outcome<Advantages>> {
  const lengths = after.map((row) => row.length);
  if (lengths.some((length, answer) => length !== before[answer]?.length))
    return failure("badInput", "both views must have read the same tokens");
  const mistake = mistakeIn([...after, ...before], (nats) => nats < Infinity);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await runGroups(device, {
    pass: advantagePass,
    groups: { lengths: [lengths] },
    numbers: [options.gamma, options.largest],
    inputs: [flat(after), flat(before)],
    outputs: { gaps: after.flat().length, means: lengths.length * 3 },
    workgroups: Math.ceil(lengths.length / INVOCATIONS),
  });
  if (!words.ok) return words;
  const means = floatsOf(words.value.means);
  const every = (first: number) => lengths.map((_, answer) => means[answer * 3 + first] as number);
  return success({ gaps: floatsOf(words.value.gaps), scores: every(0), gains: every(1), returns: every(2) });
}
