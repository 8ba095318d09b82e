/** Weights of answers within their prompts: V-Zero's gate and VA-OPD's softmax, and VA-OPD's coefficients of tokens. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import type { Kernel, Pass } from "../kernel/kernel.ts";
import {
  countMistake,
  flat,
  floatsOf,
  type Groups,
  groupPass,
  INVOCATIONS,
  mistakeIn,
  runGroups,
} from "./groups.ts";
import highTokens from "./high-tokens.wgsl?raw";
import standardise from "./standardise.wgsl?raw";
import vZero from "./v-zero.wgsl?raw";
import vaOpd from "./va-opd.wgsl?raw";

const vZeroPass = groupPass("v-zero", 1, 1, standardise, vZero);
const vaOpdPass = groupPass("va-opd", 1, 1, standardise, vaOpd);
const highTokensPass = groupPass("high-tokens", 2, 1, highTokens);

export const vZeroKernel: Kernel = {
  name: "v-zero",
  computes: "V-Zero's gate of each answer from its evidence score",
  source: "V-Zero eq. 22, arXiv 2606.25319; evidence_weighting.py",
  passes: [vZeroPass],
  tolerance: {
    absolute: 1e-4,
    relative: 1e-4,
    because: "scores are divided by their deviation, which may be small beside the scores",
  },
};

export const vaOpdKernel: Kernel = {
  name: "va-opd",
  computes: "VA-OPD's weights of answers and coefficients of tokens",
  source: "VA-OPD eq. 3 to 5, arXiv 2605.21924",
  passes: [vaOpdPass, highTokensPass],
  tolerance: vZeroKernel.tolerance,
};

/** Whether there is one value for each answer of each prompt. */
function shapeMistake({ lengths }: Groups, values: readonly (readonly number[])[]): string | null {
  const same =
    values.length === lengths.length && values.every((row, g) => row.length === lengths[g]?.length);
  return same ? null : "there must be one value for every answer";
}

async function weightsOnDevice(
  device: GPUDevice,
  pass: Pass,
  where: Groups,
  values: readonly (readonly number[])[],
  numbers: readonly number[],
): Promise<Outcome<Float32Array>> {
  const mistake = shapeMistake(where, values) ?? mistakeIn([...values, numbers]);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await runGroups(device, {
    pass,
    groups: where,
    numbers,
    inputs: [flat(values)],
    outputs: { weights: values.flat().length },
    workgroups: Math.ceil(where.lengths.length / INVOCATIONS),
  });
  return words.ok ? success(floatsOf(words.value.weights)) : words;
}

/**
 * One weight per answer, prompt after prompt, from its evidence score. Faults: badInput (what is no number),
 * outOfMemory, deviceLost, bug.
 */
export async function vZeroOnDevice(
  device: GPUDevice,
  where: Groups,
  scores: readonly (readonly number[])[],
  knobs: { readonly alpha: number; readonly least: number; readonly most: number },
): Promise<Outcome<Float32Array>> {
  return weightsOnDevice(device, vZeroPass, where, scores, [knobs.alpha, knobs.least, knobs.most]);
}

/** The smallest tau: advantages are divided by it in float32. */
const LEAST_TAU = 1e-30;

/** One weight per answer, prompt after prompt, from its mean advantage. Faults as above, and a tau that is not above 0. */
export async function vaOpdOnDevice(
  device: GPUDevice,
  where: Groups,
  means: readonly (readonly number[])[],
  tau: number,
): Promise<Outcome<Float32Array>> {
  if (!(tau > 0)) return failure("badInput", `a temperature of ${tau} is not above 0`);
  return weightsOnDevice(device, vaOpdPass, where, means, [Math.max(tau, LEAST_TAU)]);
}

/**
 * One coefficient per token, answer after answer; the first `counts[a]` places by gain are high. Faults as above, and counts
 * that are not one for each answer, whole, and at most its tokens.
 */
export async function coefficientsOnDevice(
  device: GPUDevice,
  gains: readonly (readonly number[])[],
  counts: readonly number[],
  lambda: number,
): Promise<Outcome<Float32Array>> {
  const lengths = gains.map((row) => row.length);
  const mistake = countMistake(counts, lengths) ?? mistakeIn([...gains, [lambda]]);
  if (mistake !== null) return failure("badInput", mistake);
  const words = await runGroups(device, {
    pass: highTokensPass,
    groups: { lengths: [lengths] },
    numbers: [lambda],
    inputs: [flat(gains), Uint32Array.from(counts)],
    outputs: { coefficients: gains.flat().length },
    workgroups: gains.length,
  });
  return words.ok ? success(floatsOf(words.value.coefficients)) : words;
}
