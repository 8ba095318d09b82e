/**
 * The sums over the vocabulary that compare two sides, in one pass: their cost is the exponentials, which each formula
 * of divergence.ts and logits.ts would compute anew. The results equal those up to rounding.
 */
import { logAddExp } from "../loss/divergence.ts";
import { maximum, type Row } from "../rows/logits.ts";

/** A row's softmax at a temperature, and the values that its sums need. */
export interface Softmax {
  /** Natural logarithms; -Infinity for a masked token. */
  readonly logProbs: Float64Array;
  readonly probabilities: Float64Array;
  /** `ln sum_v exp(z_v / temperature)`. */
  readonly logSumExp: number;
  /** `-sum_v p_v ln p_v`. */
  readonly entropy: number;
}

/** The softmax of a row that has one (`rowDefect`). */
export function softmax(row: Row, temperature: number): Softmax {
  const largest = maximum(row);
  const logProbs = new Float64Array(row.length);
  const probabilities = new Float64Array(row.length);
  let sum = 0;
  for (let token = 0; token < row.length; token++) {
    const shifted = ((row[token] as number) - largest) / temperature;
    const weight = Math.exp(shifted);
    logProbs[token] = shifted;
    probabilities[token] = weight;
    sum += weight;
  }
  const logSum = Math.log(sum);
  let entropy = 0;
  for (let token = 0; token < row.length; token++) {
    const logProb = (logProbs[token] as number) - logSum;
    const probability = (probabilities[token] as number) / sum;
    logProbs[token] = logProb;
    probabilities[token] = probability;
    if (probability > 0) entropy -= probability * logProb;
  }
  return { logProbs, probabilities, logSumExp: largest / temperature + logSum, entropy };
}

/** The sums, in nats; see `PairNumbers`. */
export interface PairSums {
  readonly forwardKl: number;
  readonly reverseKl: number;
  readonly forwardCrossEntropy: number;
  readonly reverseCrossEntropy: number;
  readonly jsd: number;
  readonly totalVariation: number;
}

/** Below this, probabilities lose digits or vanish where their logarithms do not. */
const SMALLEST = 1e-290;

/** Both sides' sums: p is the student's, q the teacher's, m the mixture `beta q + (1 - beta) p`. */
export function pairSums(student: Softmax, teacher: Softmax, beta: number): PairSums {
  const length = student.logProbs.length;
  const [ofStudent, ofTeacher] = [Math.log1p(-beta), Math.log(beta)];
  let [forwardKl, reverseKl, forwardCross, reverseCross] = [0, 0, 0, 0];
  let [teacherPart, studentPart, apart] = [0, 0, 0];
  for (let token = 0; token < length; token++) {
    const [p, q] = [student.probabilities[token] as number, teacher.probabilities[token] as number];
    const [logP, logQ] = [student.logProbs[token] as number, teacher.logProbs[token] as number];
    const m = beta * q + (1 - beta) * p;
    const logM = m > SMALLEST ? Math.log(m) : logAddExp(logP + ofStudent, logQ + ofTeacher);
    if (q > 0) {
      forwardKl += q * (logQ - logP);
      forwardCross -= q * logP;
      teacherPart += q * (logQ - logM);
    }
    if (p > 0) {
      reverseKl += p * (logP - logQ);
      reverseCross -= p * logQ;
      studentPart += p * (logP - logM);
    }
    apart += Math.abs(p - q);
  }
  const mixed = beta * teacherPart + (1 - beta) * studentPart;
  const ends = beta === 0 ? forwardKl : reverseKl;
  return {
    forwardKl,
    reverseKl,
    forwardCrossEntropy: forwardCross,
    reverseCrossEntropy: reverseCross,
    jsd: beta === 0 || beta === 1 ? ends : mixed,
    totalVariation: apart / 2,
  };
}
