/**
 * One row of logits in float64: log-sum-exp, log-probabilities, entropy, rank and the K largest.
 * Every kernel is tested against these. A logit of -Infinity is a masked token.
 */

/** One row over the vocabulary. */
export type Row = ArrayLike<number>;

/** The largest logit; -Infinity for an empty or fully masked row. */
export function maximum(row: Row): number {
  let largest = -Infinity;
  for (let token = 0; token < row.length; token++) {
    const logit = row[token] as number;
    if (logit > largest) largest = logit;
  }
  return largest;
}

/**
 * `ln sum_v exp(z_v / temperature)` in nats, shifted by the maximum so that nothing overflows.
 * A fully masked row gives -Infinity; callers reject such rows beforehand (`rowDefect`).
 */
export function logSumExp(row: Row, temperature = 1): number {
  const largest = maximum(row);
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let token = 0; token < row.length; token++) {
    sum += Math.exp(((row[token] as number) - largest) / temperature);
  }
  return largest / temperature + Math.log(sum);
}

/** `z_v / temperature - logSumExp`, as float64 nats; masked tokens stay -Infinity. */
export function logSoftmax(row: Row, temperature = 1): Float64Array {
  const largest = maximum(row);
  const result = new Float64Array(row.length);
  let sum = 0;
  for (let token = 0; token < row.length; token++) {
    const shifted = ((row[token] as number) - largest) / temperature;
    result[token] = shifted;
    sum += Math.exp(shifted);
  }
  const logSum = Math.log(sum);
  for (let token = 0; token < result.length; token++) result[token] = (result[token] as number) - logSum;
  return result;
}

/** `H(p) = -sum_v p_v ln p_v` in nats, from log-probabilities; a token of probability 0 adds 0. */
export function entropy(logProbs: Row): number {
  let sum = 0;
  for (let token = 0; token < logProbs.length; token++) {
    const logProb = logProbs[token] as number;
    const probability = Math.exp(logProb);
    if (probability > 0) sum -= probability * logProb;
  }
  return sum;
}

/** 1 + the number of strictly larger logits, so that ties share the best rank. */
export function rankOf(row: Row, token: number): number {
  const own = row[token] as number;
  let larger = 0;
  for (let other = 0; other < row.length; other++) {
    if ((row[other] as number) > own) larger += 1;
  }
  return 1 + larger;
}

/** What makes a row unusable, or null. NaN and +Infinity have no softmax; nor has a row without a finite logit. */
export function rowDefect(row: Row): "unusable" | "masked" | null {
  let finite = false;
  for (let token = 0; token < row.length; token++) {
    const logit = row[token] as number;
    if (Number.isNaN(logit) || logit === Infinity) return "unusable";
    if (logit !== -Infinity) finite = true;
  }
  return finite ? null : "masked";
}

/** Whether token `a` comes before token `b` in descending order of logits; ties go to the lowest id. */
function precedes(row: Row, a: number, b: number): boolean {
  const first = row[a] as number;
  const second = row[b] as number;
  return first > second || (first === second && a < b);
}

/** Restores the heap below `slot`, whose root is the token that all others in it precede. */
function sink(heap: Uint32Array, slot: number, row: Row): void {
  let parent = slot;
  for (;;) {
    let last = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && precedes(row, heap[last] as number, heap[child] as number)) last = child;
    }
    if (last === parent) return;
    const moved = heap[parent] as number;
    heap[parent] = heap[last] as number;
    heap[last] = moved;
    parent = last;
  }
}

/** Ids of the `min(k, V)` largest logits, in descending order, ties to the lowest id. */
export function topK(row: Row, k: number): Uint32Array {
  const heap = Uint32Array.from({ length: Math.min(k, row.length) }, (_, token) => token);
  if (heap.length === 0) return heap;
  for (let slot = (heap.length >> 1) - 1; slot >= 0; slot--) sink(heap, slot, row);
  for (let token = heap.length; token < row.length; token++) {
    if (precedes(row, token, heap[0] as number)) {
      heap[0] = token;
      sink(heap, 0, row);
    }
  }
  return heap.sort((a, b) => (precedes(row, a, b) ? -1 : 1));
}
