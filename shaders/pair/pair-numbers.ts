/** Reads what the kernels of a pair left on the device into the shape of src/math/support/pair.ts. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import {
  effectiveK,
  emptyPairNumbers,
  type PairNumbers,
  type PairOptions,
  type RowNumbers,
  rowMistake,
} from "../../src/math/support/pair.ts";
import type { Rows } from "../kernel/encode.ts";
import { logProbOf, type SideNumbers } from "../rows/score.ts";
import { agreeFrom } from "./agreement.ts";
import { type PairRow, pairFrom } from "./divergence.ts";
import { estimateFrom } from "./estimators.ts";
import { MIXTURE_WORDS } from "./mixture.ts";

/** What is read back for a pair. */
export type PairResult =
  | "pairs"
  | "mixtures"
  | "agreements"
  | "estimates"
  | "studentIds"
  | "studentBits"
  | "teacherIds"
  | "teacherBits";

/** The first token of each side is compared even where none were asked for. */
export function selectedOf(k: number, vocabulary: number): number {
  return effectiveK(Math.max(1, k), vocabulary);
}

/** The largest logits of all rows, `selected` to a row. */
interface TopWords {
  readonly ids: Uint32Array;
  readonly bits: Uint32Array;
  readonly selected: number;
}

/** Puts one side's numbers and its largest logits at `row`; says what is wrong with the row, or null. */
export function settle(
  numbers: RowNumbers,
  row: number,
  side: SideNumbers,
  top: TopWords,
  temperature: number,
): "unusable" | "masked" | null {
  if (side.defect !== null) return side.defect;
  const k = numbers.topIds.length / numbers.rank.length;
  const logits = new Float32Array(top.bits.buffer, top.bits.byteOffset, top.bits.length);
  numbers.logSumExp[row] = side.logSumExp;
  numbers.logProb[row] = side.logProb;
  numbers.entropy[row] = side.entropy;
  numbers.rank[row] = side.rank;
  for (let place = 0; place < k; place++) {
    const from = row * top.selected + place;
    numbers.topIds[row * k + place] = top.ids[from] as number;
    numbers.topLogProbs[row * k + place] = logProbOf(logits[from] as number, side, temperature);
  }
  return null;
}

/** The Jensen–Shannon divergence of a row; at 0 and 1 it is a KL divergence, as in src/math/loss/divergence.ts. */
export function jsdOf(gathered: number, forwardKl: number, reverseKl: number, beta: number): number {
  if (beta === 0) return forwardKl;
  return beta === 1 ? reverseKl : gathered;
}

/** Puts everything between the two sides of a row there, once both sides' own numbers are. */
function settleBetween(
  numbers: PairNumbers,
  row: number,
  pair: PairRow,
  words: Readonly<Record<PairResult, Uint32Array>>,
  { beta, k }: { readonly beta: number; readonly k: number },
): void {
  const mixtures = new Float32Array(words.mixtures.buffer, words.mixtures.byteOffset, words.mixtures.length);
  numbers.forwardKl[row] = pair.forwardKl;
  numbers.reverseKl[row] = pair.reverseKl;
  numbers.forwardCrossEntropy[row] = pair.forwardCrossEntropy;
  numbers.reverseCrossEntropy[row] = pair.reverseCrossEntropy;
  const jsd = mixtures[row * MIXTURE_WORDS] as number;
  numbers.jsd[row] = jsdOf(jsd, pair.forwardKl, pair.reverseKl, beta);
  numbers.totalVariation[row] = (mixtures[row * MIXTURE_WORDS + 1] as number) / 2;
  const ranks = { student: pair.student.rank, teacher: pair.teacher.rank };
  agreeFrom(numbers.agreement, row, words.agreements, ranks, k);
  estimateFrom(numbers.estimates, row, words.estimates, pair.student.logProb);
}

/** Reads what the kernels of a pair left. Fault: badInput, for a row without a softmax. */
export function pairNumbersFrom(
  words: Readonly<Record<PairResult, Uint32Array>>,
  { rows, vocabulary }: Rows,
  options: PairOptions,
): Outcome<PairNumbers> {
  const k = effectiveK(options.k, vocabulary);
  const selected = selectedOf(options.k, vocabulary);
  const numbers = emptyPairNumbers(rows, k);
  const tops = {
    student: { ids: words.studentIds, bits: words.studentBits, selected },
    teacher: { ids: words.teacherIds, bits: words.teacherBits, selected },
  };
  for (let row = 0; row < rows; row++) {
    const pair = pairFrom(words.pairs, row, options.temperature);
    for (const side of ["student", "teacher"] as const) {
      const defect = settle(numbers[side], row, pair[side], tops[side], options.temperature);
      if (defect !== null) return failure("badInput", rowMistake(side, row, defect));
    }
    settleBetween(numbers, row, pair, words, { beta: options.beta, k });
  }
  return success(numbers);
}
