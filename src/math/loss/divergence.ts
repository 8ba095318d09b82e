/**
 * Divergences between two rows of log-probabilities over the same bins, in nats and float64.
 * `student` is p, `teacher` is q. "Forward" is KL(teacher‖student), as in the released code of Vision-OPD
 * (arXiv 2605.18740) and GKD (arXiv 2306.13649). Rounding may leave a result some 1e-16 below 0; it is not hidden here.
 */
import type { Row } from "../rows/logits.ts";

/**
 * `sum_v exp(from_v) (from_v - to_v)`. A bin of probability 0 adds 0 even where `to` is -Infinity;
 * a bin of positive probability where `to` is -Infinity makes the whole sum +Infinity.
 */
export function kullbackLeibler({ from, to }: { readonly from: Row; readonly to: Row }): number {
  let sum = 0;
  for (let bin = 0; bin < from.length; bin++) {
    const logProb = from[bin] as number;
    const probability = Math.exp(logProb);
    if (probability > 0) sum += probability * (logProb - (to[bin] as number));
  }
  return sum;
}

/** `KL(q‖p)`: mass-covering, +Infinity where the student gives 0 to what the teacher may say. */
export function forwardKl(student: Row, teacher: Row): number {
  return kullbackLeibler({ from: teacher, to: student });
}

/** `KL(p‖q)`: mode-seeking, +Infinity where the teacher gives 0 to what the student may say. */
export function reverseKl(student: Row, teacher: Row): number {
  return kullbackLeibler({ from: student, to: teacher });
}

/**
 * `H(from, to) = -sum_v exp(from_v) to_v`.
 * @internal only tests call it
 */
export function crossEntropy({ from, to }: { readonly from: Row; readonly to: Row }): number {
  let sum = 0;
  for (let bin = 0; bin < from.length; bin++) {
    const probability = Math.exp(from[bin] as number);
    if (probability > 0) sum -= probability * (to[bin] as number);
  }
  return sum;
}

/** `ln(exp(a) + exp(b))`, also where either is -Infinity. */
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === -Infinity) return -Infinity;
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

/** `ln m` of the mixture `m = beta q + (1 - beta) p`, for 0 < beta < 1. */
export function logMixture(student: Row, teacher: Row, beta: number): Float64Array {
  const ofStudent = Math.log1p(-beta);
  const ofTeacher = Math.log(beta);
  return Float64Array.from({ length: student.length }, (_, bin) =>
    logAddExp((student[bin] as number) + ofStudent, (teacher[bin] as number) + ofTeacher),
  );
}

/**
 * Generalised Jensen–Shannon divergence `beta KL(q‖m) + (1 - beta) KL(p‖m)`: beta weighs the teacher, in the mixture
 * and in front (Vision-OPD §3.2, GKD §3, and the `alpha` of Vision-OPD's released code). At exactly 0 and 1 it is the
 * forward and the reverse KL, as released; the formula itself tends to 0 there.
 */
export function jensenShannon(student: Row, teacher: Row, beta: number): number {
  if (beta === 0) return forwardKl(student, teacher);
  if (beta === 1) return reverseKl(student, teacher);
  const mixture = logMixture(student, teacher, beta);
  const teacherPart = kullbackLeibler({ from: teacher, to: mixture });
  const studentPart = kullbackLeibler({ from: student, to: mixture });
  return beta * teacherPart + (1 - beta) * studentPart;
}

/** `1/2 sum_v |p_v - q_v|`, in [0, 1]. */
export function totalVariation(student: Row, teacher: Row): number {
  let sum = 0;
  for (let bin = 0; bin < student.length; bin++) {
    sum += Math.abs(Math.exp(student[bin] as number) - Math.exp(teacher[bin] as number));
  }
  return sum / 2;
}
