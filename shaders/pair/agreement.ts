/** How far both sides agree about each row, from what `divergence` and `top-k` left of them. */
import { type Agreement, jaccard, rankShift } from "../../src/math/rows/agreement.ts";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import membership from "../support/membership.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import agreement from "./agreement.wgsl?raw";

/** Words of a row: whether the first tokens are the same, how many of the K are shared, and the teacher's mass on them. */
export const AGREEMENT_WORDS = 3;

export const agreementPass: RowPass = {
  name: "agreement",
  sides: 2,
  wgsl: joined(numbers, normalisers, membership, reduce, agreement),
  bindings: ["uniform", "read", "read", "read", "read", "read", "write"],
  constants: {},
};

export const agreementKernel: Kernel = {
  name: "agreement",
  computes: "top-1 agreement, top-K overlap and the teacher's mass on the student's K tokens",
  source: "support mismatch of top-K distillation, Vision-OPD §3.2, arXiv 2605.18740",
  passes: [agreementPass],
  tolerance: {
    absolute: 4e-6,
    relative: 4e-6,
    because: "counts are exact; the mass is a sum of K float32 probabilities",
  },
};

/** Puts what the kernel left of row `row` there; `k` tokens were named, of at least one that was selected. */
export function agreeFrom(
  into: Agreement,
  row: number,
  words: Uint32Array,
  ranks: { readonly student: number; readonly teacher: number },
  k: number,
): void {
  const [same, shared] = words.subarray(row * AGREEMENT_WORDS) as unknown as readonly [number, number];
  const mass = new Float32Array(words.buffer, words.byteOffset + (row * AGREEMENT_WORDS + 2) * 4, 1);
  into.sameTop[row] = same;
  into.rankShift[row] = rankShift(ranks.student, ranks.teacher);
  into.overlap[row] = k === 0 ? 1 : jaccard(shared, 2 * k - shared);
  into.teacherMass[row] = k === 0 ? 0 : (mass[0] as number);
}
