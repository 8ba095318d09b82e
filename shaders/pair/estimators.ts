/** The estimates of each row's reverse KL from its token alone, from what `divergence` left of both sides. */
import { type Estimates, estimateInto, k2, k3, surrogate } from "../../src/math/loss/estimators.ts";
import { joined, type Kernel, MERGE_INVOCATIONS, type Pass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import estimators from "./estimators.wgsl?raw";

/** Words of a row: k1, k2, k3, the surrogate and flags. */
export const ESTIMATE_WORDS = 5;

const STUDENT_MASKED = 1;
const TEACHER_MASKED = 2;
const BEYOND = 4;

export const estimatorsPass: Pass = {
  name: "estimators",
  wgsl: joined(numbers, estimators),
  bindings: ["uniform", "read", "write"],
  constants: { invocations: MERGE_INVOCATIONS },
};

export const estimatorsKernel: Kernel = {
  name: "estimators",
  computes: "k1, k2, k3 and the detached surrogate of the reverse KL, from the sampled token",
  source: 'Schulman, "Approximating KL divergence", 2020; V-Zero eq. 24, arXiv 2606.25319; verl',
  passes: [estimatorsPass],
  // The error of the gap; every other estimate is off by that times its derivative.
  tolerance: {
    absolute: 8e-6,
    relative: 8e-6,
    because: "a difference of two log-probabilities in float32, each with the score's error",
  },
};

/** Puts what the kernel left of row `row` there; `logProb` is the student's of the token. */
export function estimateFrom(into: Estimates, row: number, words: Uint32Array, logProb: number): void {
  const at = row * ESTIMATE_WORDS;
  const flags = words[at + 4] as number;
  if ((flags & (STUDENT_MASKED | TEACHER_MASKED)) !== 0) {
    // Beside an infinite log-probability, the value of the other does not matter.
    const side = (bit: number) => ((flags & bit) === 0 ? -1 : -Infinity);
    estimateInto(into, row, side(STUDENT_MASKED), side(TEACHER_MASKED));
    return;
  }
  const floats = new Float32Array(words.buffer, words.byteOffset + at * 4, 4);
  const [gap, second, third, policy] = floats as unknown as readonly [number, number, number, number];
  const beyond = (flags & BEYOND) !== 0;
  into.k1[row] = gap;
  into.k2[row] = beyond ? k2(gap) : second;
  into.k3[row] = beyond ? k3(gap) : third;
  into.surrogate[row] = beyond ? surrogate(gap, logProb) : policy;
}
