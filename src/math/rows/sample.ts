/**
 * Choosing a token from a row of logits, in float64: the reference of shaders/rows/sample.wgsl.
 *
 * The random numbers have no state: the noise of a token is a hash of seed, sibling, position and token, so neither the
 * order of siblings nor what was sampled before matters. Each token v that may be sampled gets `E_v ~ Exp(1)`, and the
 * token of the largest `z_v / temperature - ln E_v` is taken, which is a sample from softmax(z / temperature) over them
 * (the Gumbel-max trick as an exponential race; Maddison et al., arXiv 1411.0030).
 */

import { type HostRows, rowOf } from "../support/pair.ts";
import { entropy, logSoftmax, logSumExp, type Row } from "./logits.ts";

/** How a row is truncated before sampling. */
export interface Cut {
  /** Temperature 0 takes the largest logit. */
  readonly temperature: number;
  /** At most 1: the nucleus, the fewest most likely tokens that hold this much (Holtzman et al., arXiv 1904.09751). */
  readonly topP: number;
  /** The K largest, taken before the nucleus; 0 for all. */
  readonly topK: number;
}

/** A mixing of 32 bits in which each bit of the input moves half of the output's (`lowbias32`, C. Wellons 2018). */
function mixed(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

const ODD = 0x9e3779b9;

/** A 32-bit salt for one sample: that of `sibling` at `position` under `seed`. */
export function saltOf(seed: number, sibling: number, position: number): number {
  return [seed, sibling, position].reduce((bits, part) => mixed(bits + Math.imul(part + 1, ODD)), 0);
}

/** `E ~ Exp(1)` of a token under a salt; positive and finite. */
export function noiseOf(salt: number, token: number): number {
  const bits = mixed(mixed(token + ODD) ^ salt);
  return -Math.log1p(-(bits + 0.5) / 4294967296);
}

/** The index of the largest logit, ties to the lowest; -1 for an empty row. */
export function argmax(row: Row): number {
  let best = -1;
  for (let i = 0; i < row.length; i++) {
    if (best < 0 || (row[i] as number) > (row[best] as number)) best = i;
  }
  return best;
}

/**
 * The smallest logit that may still be sampled; tokens with equal logits are kept or dropped together. The K largest
 * are taken first, then the nucleus of their probability.
 */
export function smallestKept(row: Row, { temperature, topP, topK }: Cut): number {
  const all = (topK <= 0 || topK >= row.length) && topP >= 1;
  if (all || row.length === 0) return -Infinity;
  const descending = Float64Array.from(row).sort().reverse();
  const top = descending[0] as number;
  const kth = topK <= 0 ? -Infinity : (descending[Math.min(topK, row.length) - 1] as number);
  if (topP >= 1) return kth;
  const weights = descending.map((logit) => (logit < kth ? 0 : Math.exp((logit - top) / temperature)));
  const wanted = topP * weights.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  const last = weights.findIndex((weight) => {
    held += weight;
    return held >= wanted;
  });
  return last < 0 ? kth : (descending[last] as number);
}

/** One sample from softmax(row / temperature), truncated as asked, never a masked token; -1 for an empty row. */
export function sampleToken(row: Row, cut: Cut, salt: number): number {
  const best = argmax(row);
  if (cut.temperature <= 0 || best < 0) return best;
  const least = smallestKept(row, cut);
  let chosen = best;
  let farthest = -Infinity;
  for (let token = 0; token < row.length; token++) {
    const logit = row[token] as number;
    if (!(logit >= least) || logit === -Infinity) continue;
    const reached = logit / cut.temperature - Math.log(noiseOf(salt, token));
    if (reached > farthest) {
      farthest = reached;
      chosen = token;
    }
  }
  return chosen;
}

/** One sample: the row that it is taken from, and the salt of its noise. */
export interface SampleRequest {
  readonly row: number;
  readonly salt: number;
}

/** The sampled token; the numbers describe the whole row at temperature 1, in nats. */
export interface Sampled {
  readonly token: number;
  readonly logProb: number;
  readonly entropy: number;
  readonly logSumExp: number;
}

/** Samples from rows in memory. Throws RangeError for a row without a softmax. */
export function sampleRows(rows: HostRows, requests: readonly SampleRequest[], cut: Cut): readonly Sampled[] {
  const scored = new Map<
    number,
    Pick<Sampled, "entropy" | "logSumExp"> & { readonly logProbs: Float64Array }
  >();
  for (const { row } of requests) {
    if (scored.has(row)) continue;
    const logits = rowOf(rows, row, "student");
    const logProbs = logSoftmax(logits);
    scored.set(row, { logProbs, entropy: entropy(logProbs), logSumExp: logSumExp(logits) });
  }
  return requests.map(({ row, salt }) => {
    const token = sampleToken(rowOf(rows, row, "student"), cut, salt);
    const { logProbs, ...ofRow } = scored.get(row) as NonNullable<ReturnType<typeof scored.get>>;
    return { token, logProb: logProbs[token] as number, ...ofRow };
  });
}
