/** Both sides in one read: what `score` gives, twice, and both Kullback–Leibler divergences over the full vocabulary. */

import { joined, type Kernel, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import { SIDE_WORDS, type SideNumbers, sideFrom } from "../rows/score.ts";
import side from "../rows/side.wgsl?raw";
import merge from "../support/merge.wgsl?raw";
import divergence from "./divergence.wgsl?raw";
import divergenceState from "./divergence-state.wgsl?raw";

/** Words of a pair's State, as divergence-state.wgsl lays them out: two Sides and four across them. */
export const PAIR_WORDS = 16;

export const divergencePass: RowPass = {
  name: "divergence",
  sides: 2,
  wgsl: joined(numbers, side, divergenceState, reduce, divergence),
  bindings: ["uniform", "read", "read", "read", "write"],
  constants: {},
};

export const divergenceMergePass: Pass = {
  name: "divergence-merge",
  wgsl: joined(numbers, side, divergenceState, merge),
  bindings: ["uniform", "read", "write"],
  constants: { invocations: MERGE_INVOCATIONS },
};

export const divergenceKernel: Kernel = {
  name: "divergence",
  computes:
    "both sides' scores, KL divergences and cross-entropies both ways, per pair of rows, full vocabulary",
  source: "Vision-OPD §3.2, arXiv 2605.18740; one pass as in online softmax, arXiv 1805.02867",
  passes: [divergencePass, divergenceMergePass],
  tolerance: {
    absolute: 1e-5,
    relative: 1e-5,
    because: "a difference of float32 sums whose terms are as large as the gaps between logits",
  },
};

export interface PairRow {
  readonly student: SideNumbers;
  readonly teacher: SideNumbers;
  readonly forwardKl: number;
  readonly reverseKl: number;
  readonly forwardCrossEntropy: number;
  readonly reverseCrossEntropy: number;
}

/** KL of the side `from`: infinite where a token to which it gives probability is masked on the other side. */
function klOf(
  gathered: number,
  orphan: number,
  sum: number,
  from: SideNumbers,
  to: SideNumbers,
  temperature: number,
) {
  const orphanLogProb = (orphan - from.top) / temperature - from.logSum;
  return Math.exp(orphanLogProb) > 0 ? Infinity : gathered / sum - from.logSum + to.logSum;
}

/** Reads row `row` of the States that the kernel left. */
export function pairFrom(words: Uint32Array, row: number, temperature: number): PairRow {
  const at = row * PAIR_WORDS;
  const student = sideFrom(words, at, temperature);
  const teacher = sideFrom(words, at + SIDE_WORDS, temperature);
  const floats = new Float32Array(words.buffer, words.byteOffset + at * 4, PAIR_WORDS);
  const [reverse, forward, studentOrphan, teacherOrphan] = floats.subarray(
    2 * SIDE_WORDS,
  ) as unknown as readonly [number, number, number, number];
  const teacherSum = floats[SIDE_WORDS + 1] as number;
  const forwardKl = klOf(forward, teacherOrphan, teacherSum, teacher, student, temperature);
  const reverseKl = klOf(reverse, studentOrphan, floats[1] as number, student, teacher, temperature);
  return {
    student,
    teacher,
    forwardKl,
    reverseKl,
    forwardCrossEntropy: teacher.entropy + forwardKl,
    reverseCrossEntropy: student.entropy + reverseKl,
  };
}
