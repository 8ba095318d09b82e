/** How Vision-OPD's teachers follow the student (arXiv 2605.18740, §4.3.1 and TrustRegionTeacher of its code). */

/**
 * Exponential moving average, once after each training batch: `(1 - rate) teacher + rate * student` (rate 0.05 in
 * Vision-OPD; others quote the weight of the *old* value). Rate 0 is the frozen teacher, rate 1 the current student.
 */
export function movedTeacher(teacher: Float64Array, student: Float64Array, rate: number): Float64Array {
  return teacher.map((weight, i) => (1 - rate) * weight + rate * (student[i] as number));
}

/**
 * Trust region: the initial teacher's and the current student's logits on the teacher's inputs, mixed before the
 * softmax, hence the normalised geometric mean of their distributions; the initial copy never moves.
 */
export function trustRegionLogits(initial: Float64Array, current: Float64Array, rate: number): Float64Array {
  // At weight 0 or 1 one side is ignored, even where it masks a token.
  if (rate === 0) return initial.slice();
  if (rate === 1) return current.slice();
  return initial.map((logit, token) => (1 - rate) * logit + rate * (current[token] as number));
}
