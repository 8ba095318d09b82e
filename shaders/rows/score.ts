/** One side in one read: log-sum-exp, entropy, and log-probability and rank of the row's token. */
import { joined, type Kernel, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import merge from "../support/merge.wgsl?raw";
import score from "./score.wgsl?raw";
import scoreState from "./score-state.wgsl?raw";
import side from "./side.wgsl?raw";

/** Words of a Side, as side.wgsl lays them out. */
export const SIDE_WORDS = 6;

export const scorePass: RowPass = {
  name: "score",
  sides: 1,
  wgsl: joined(numbers, side, scoreState, reduce, score),
  bindings: ["uniform", "read", "read", "write"],
  constants: {},
};

export const scoreMergePass: Pass = {
  name: "score-merge",
  wgsl: joined(numbers, side, scoreState, merge),
  bindings: ["uniform", "read", "write"],
  constants: { invocations: MERGE_INVOCATIONS },
};

export const scoreKernel: Kernel = {
  name: "score",
  computes: "log-sum-exp, entropy, log-probability and rank of the token, per row of one side",
  source: "online softmax, Milakov & Gimelshein, arXiv 1805.02867",
  passes: [scorePass, scoreMergePass],
  tolerance: {
    absolute: 4e-6,
    relative: 4e-6,
    because:
      "float32 sums of one chunk per invocation, a tree above them, exp within a few units in the last place",
  },
};

/** The numbers that the binding computes from a Side's words. */
export interface SideNumbers {
  readonly logSumExp: number;
  readonly logProb: number;
  readonly entropy: number;
  readonly rank: number;
  readonly defect: "unusable" | "masked" | null;
  /** Largest logit and `ln sum exp((z - top) / temperature)`, from which any log-probability of the row follows. */
  readonly top: number;
  readonly logSum: number;
}

/** A value below every finite logit, as in numbers.wgsl. */
const LOWEST = Math.fround(-2e28);
const LIMIT = Math.fround(1e28);

/** Log-probability of a raw logit of the row, in float64. */
export function logProbOf(
  logit: number,
  row: Pick<SideNumbers, "top" | "logSum">,
  temperature: number,
): number {
  if (logit === -Infinity) return -Infinity;
  return (Math.min(LIMIT, Math.max(-LIMIT, logit)) - row.top) / temperature - row.logSum;
}

/** The float32 whose ordered integer (numbers.wgsl) is `key`. */
function unordered(key: number): number {
  const bits = new Uint32Array([key >= 0x80000000 ? key - 0x80000000 : ~key]);
  return new Float32Array(bits.buffer)[0] as number;
}

/** Reads one Side from the words that a kernel left at `at`; the logarithms are taken here, in float64. */
export function sideFrom(words: Uint32Array, at: number, temperature: number): SideNumbers {
  const floats = new Float32Array(words.buffer, words.byteOffset + at * 4, SIDE_WORDS);
  const [top, sum, weighted] = floats as unknown as readonly [number, number, number];
  const logSum = Math.log(sum);
  const row = { top, logSum };
  const usable = top > LOWEST ? null : "masked";
  return {
    ...row,
    logSumExp: top / temperature + logSum,
    logProb: logProbOf(unordered(words[at + 5] as number), row, temperature),
    entropy: logSum - weighted / sum,
    rank: 1 + (words[at + 3] as number),
    defect: ((words[at + 4] as number) & 1) === 1 ? "unusable" : usable,
  };
}
