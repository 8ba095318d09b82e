/**
 * What Fovea measures at each answer token when two sides score the same ids: the shape that the `wgsl` route
 * (shaders/pair/pair.ts) and the `cpu` route (here, float64) both return. Row t of the logits predicts token t.
 */

import { type Estimates, emptyEstimates, estimateInto } from "../loss/estimators.ts";
import { type Agreement, emptyAgreement, massOn, overlap, rankShift, sameTop } from "../rows/agreement.ts";
import { type Row, rankOf, rowDefect, topK } from "../rows/logits.ts";
import { pairSums, type Softmax, softmax } from "./pair-sums.ts";

/** How one side is scored. */
export interface ScoreOptions {
  /** Numbers and probabilities refer to `softmax(z / temperature)`; from 1e-4 to 1e4. */
  readonly temperature: number;
  /** How many of the largest logits to list; 0 to 1,024, and never more than the vocabulary. */
  readonly k: number;
}

export interface PairOptions extends ScoreOptions {
  /** Weight of the teacher in the Jensen–Shannon divergence, 0 to 1. */
  readonly beta: number;
}

/** One side, T rows; nats and natural logarithms. K is `min(options.k, vocabulary)`. */
export interface RowNumbers {
  readonly logSumExp: Float64Array;
  /** The given token's log-probability; -Infinity where it is masked. */
  readonly logProb: Float64Array;
  readonly entropy: Float64Array;
  /** The given token's rank: 1 is the best, and ties share the best rank. */
  readonly rank: Uint32Array;
  /** T*K, each row in descending order, ties to the lowest id. */
  readonly topIds: Uint32Array;
  /** T*K, aligned with `topIds`. */
  readonly topLogProbs: Float64Array;
}

/** Both sides, and T numbers each between them; rounding may leave a divergence a hair below 0. */
export interface PairNumbers {
  readonly student: RowNumbers;
  readonly teacher: RowNumbers;
  readonly forwardKl: Float64Array;
  readonly reverseKl: Float64Array;
  /** `H(teacher, student)`, the forward KL and the teacher's entropy; infinite where that is. */
  readonly forwardCrossEntropy: Float64Array;
  /** `H(student, teacher)`, the reverse KL and the student's entropy; infinite where that is. */
  readonly reverseCrossEntropy: Float64Array;
  readonly jsd: Float64Array;
  readonly totalVariation: Float64Array;
  readonly agreement: Agreement;
  /** Estimates of the reverse KL from the given token alone. */
  readonly estimates: Estimates;
}

/** Logits [rows, vocabulary] in memory, row after row. */
export interface HostRows {
  readonly kind: "host";
  readonly rows: number;
  readonly vocabulary: number;
  readonly data: Float32Array;
}

/**
 * Logits [rows, vocabulary] in a buffer that may be larger; they start `offset` bytes in, a multiple of one logit's
 * size. Float16 is read exactly, whether or not the device can compute with it.
 */
export interface DeviceRows {
  readonly kind: "device";
  readonly rows: number;
  readonly vocabulary: number;
  readonly buffer: GPUBuffer;
  readonly offset: number;
  /** Float32 where not given. */
  readonly format?: LogitFormat;
}

export type LogitFormat = "f32" | "f16";

/** The word for each side in messages. */
export type SideName = "student" | "teacher";

/** The K that both routes use. */
export function effectiveK(k: number, vocabulary: number): number {
  return Math.min(k, vocabulary);
}

/** A sentence on what is wrong with a request before any logit is read, or null. */
export function scoreMistake(
  rows: HostRows | DeviceRows,
  ids: Uint32Array,
  options: ScoreOptions,
): string | null {
  const { temperature, k } = options;
  if (!(temperature >= 1e-4 && temperature <= 1e4))
    return `temperature ${temperature} is not between 1e-4 and 1e4`;
  if (!(Number.isInteger(k) && k >= 0 && k <= 1024)) return `k ${k} is not an integer from 0 to 1024`;
  if (!(Number.isInteger(rows.vocabulary) && rows.vocabulary >= 1))
    return `vocabulary ${rows.vocabulary} is empty`;
  if (ids.length !== rows.rows) return `${ids.length} token ids for ${rows.rows} rows of logits`;
  const stray = ids.findIndex((id) => id >= rows.vocabulary);
  if (stray >= 0)
    return `token id ${ids[stray]} of row ${stray} is outside a vocabulary of ${rows.vocabulary}`;
  if (rows.kind === "host" && rows.data.length < rows.rows * rows.vocabulary) {
    return `${rows.data.length} logits for ${rows.rows} rows of ${rows.vocabulary}`;
  }
  return null;
}

/** The same check for two sides. */
export function pairMistake(
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  ids: Uint32Array,
  options: PairOptions,
): string | null {
  if (student.vocabulary !== teacher.vocabulary) {
    return `student and teacher have vocabularies of ${student.vocabulary} and ${teacher.vocabulary}; slice both to the shared size`;
  }
  if (!(options.beta >= 0 && options.beta <= 1)) return `beta ${options.beta} is not between 0 and 1`;
  return scoreMistake(student, ids, options) ?? scoreMistake(teacher, ids, options);
}

/** The message for a row without a softmax. */
export function rowMistake(side: SideName, row: number, defect: "unusable" | "masked"): string {
  return defect === "unusable"
    ? `row ${row} of the ${side}'s logits holds NaN or +Infinity`
    : `row ${row} of the ${side}'s logits has no finite value`;
}

/** One row, after checking that it has a softmax. Throws RangeError where it has none. */
export function rowOf(rows: HostRows, row: number, side: SideName): Float32Array {
  const logits = rows.data.subarray(row * rows.vocabulary, (row + 1) * rows.vocabulary);
  const defect = rowDefect(logits);
  if (defect !== null) throw new RangeError(rowMistake(side, row, defect));
  return logits;
}

/** Numbers of `rows` rows, all 0, to be filled. */
export function emptyRowNumbers(rows: number, k: number): RowNumbers {
  return {
    logSumExp: new Float64Array(rows),
    logProb: new Float64Array(rows),
    entropy: new Float64Array(rows),
    rank: new Uint32Array(rows),
    topIds: new Uint32Array(rows * k),
    topLogProbs: new Float64Array(rows * k),
  };
}

/** Numbers of `rows` pairs of rows, all 0, to be filled. */
export function emptyPairNumbers(rows: number, k: number): PairNumbers {
  return {
    student: emptyRowNumbers(rows, k),
    teacher: emptyRowNumbers(rows, k),
    forwardKl: new Float64Array(rows),
    reverseKl: new Float64Array(rows),
    forwardCrossEntropy: new Float64Array(rows),
    reverseCrossEntropy: new Float64Array(rows),
    jsd: new Float64Array(rows),
    totalVariation: new Float64Array(rows),
    agreement: emptyAgreement(rows),
    estimates: emptyEstimates(rows),
  };
}

/** Fills row `row` of `numbers` and returns the row's softmax. */
function scoreInto(
  numbers: RowNumbers,
  row: number,
  logits: Float32Array,
  id: number,
  options: ScoreOptions,
): Softmax {
  const side = softmax(logits, options.temperature);
  const { logProbs } = side;
  const ids = topK(logits, options.k);
  numbers.logSumExp[row] = side.logSumExp;
  numbers.logProb[row] = logProbs[id] as number;
  numbers.entropy[row] = side.entropy;
  numbers.rank[row] = rankOf(logits, id);
  numbers.topIds.set(ids, row * ids.length);
  numbers.topLogProbs.set(
    Array.from(ids, (top) => logProbs[top] as number),
    row * ids.length,
  );
  return side;
}

/** One side alone, in float64, as known while the student streams. Throws RangeError on unusable input. */
export function scoreRows(rows: HostRows, ids: Uint32Array, options: ScoreOptions): RowNumbers {
  const mistake = scoreMistake(rows, ids, options);
  if (mistake !== null) throw new RangeError(mistake);
  const numbers = emptyRowNumbers(rows.rows, effectiveK(options.k, rows.vocabulary));
  for (let row = 0; row < rows.rows; row++) {
    scoreInto(numbers, row, rowOf(rows, row, "student"), ids[row] as number, options);
  }
  return numbers;
}

/** Fills row `row` of the agreement, once both sides' numbers are there; `teacher` are its log-probabilities. */
function agreeInto(numbers: PairNumbers, row: number, logits: Record<SideName, Float32Array>, teacher: Row) {
  const { agreement, student } = numbers;
  const k = student.topIds.length / student.rank.length;
  const top = (side: SideName) => numbers[side].topIds.subarray(row * k, (row + 1) * k);
  agreement.sameTop[row] = sameTop(topK(logits.student, 1), topK(logits.teacher, 1)) ? 1 : 0;
  agreement.rankShift[row] = rankShift(student.rank[row] as number, numbers.teacher.rank[row] as number);
  agreement.overlap[row] = overlap(top("student"), top("teacher"));
  agreement.teacherMass[row] = massOn(teacher, top("student"));
}

const SUMS = [
  "forwardKl",
  "reverseKl",
  "forwardCrossEntropy",
  "reverseCrossEntropy",
  "jsd",
  "totalVariation",
] as const;

/** Both sides and the numbers between them in float64. Throws RangeError on unusable input. */
export function comparePairs(
  student: HostRows,
  teacher: HostRows,
  ids: Uint32Array,
  options: PairOptions,
): PairNumbers {
  const mistake = pairMistake(student, teacher, ids, options);
  if (mistake !== null) throw new RangeError(mistake);
  const { rows } = student;
  const k = effectiveK(options.k, student.vocabulary);
  const numbers = emptyPairNumbers(rows, k);
  for (let row = 0; row < rows; row++) {
    const id = ids[row] as number;
    const logits = { student: rowOf(student, row, "student"), teacher: rowOf(teacher, row, "teacher") };
    const p = scoreInto(numbers.student, row, logits.student, id, options);
    const q = scoreInto(numbers.teacher, row, logits.teacher, id, options);
    const sums = pairSums(p, q, options.beta);
    for (const name of SUMS) numbers[name][row] = sums[name];
    agreeInto(numbers, row, logits, q.logProbs);
    estimateInto(numbers.estimates, row, p.logProbs[id] as number, q.logProbs[id] as number);
  }
  return numbers;
}
