/**
 * Seeded random weights for test trios and stand-ins. They are scaled so that the model behaves like one:
 * logits that are far from uniform, attention that is peaked, answers that change with the image.
 */

import { seeded } from "../../src/base/random.ts";
import type { ModelConfig } from "../../src/graph/config.ts";
import { parameterShapes } from "../../src/graph/config.ts";
import type { StoredTensor } from "../../src/graph/safetensors.ts";
import { float16Bits } from "../../src/model/float16.ts";

/** FNV-1a, so that a tensor's values follow from the seed and its name, not from its place in the list. */
function hashName(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Mean and standard deviation of a parameter's values. */
function spreadOf(name: string, shape: readonly number[]): Spread {
  const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
  const perInput = (gain: number): Spread => ({ mean: 0, deviation: gain / Math.sqrt(fanIn) });
  if (/norm\d?\.weight$/.test(name)) return { mean: 1, deviation: 0.1 };
  if (name.endsWith(".bias")) return { mean: 0, deviation: 0.1 };
  if (name === "vision.position") return { mean: 0, deviation: 0.5 };
  // Rows of length about 2.5, so that logits (normed state times row) have a deviation of about 2.5.
  if (name === "embed.weight") return perInput(2.5);
  if (/\.(q|k)\.weight$/.test(name)) return perInput(1.5);
  if (/(conv\d|res\d\.[ab])\.weight$/.test(name)) return perInput(1.4);
  return perInput(1);
}

/** Uniform values of that mean and deviation, stored as binary16. */
function randomHalves(seed: number, name: string, shape: readonly number[]): StoredTensor {
  const random = seeded(hashName(seed, name));
  const { mean, deviation } = spreadOf(name, shape);
  const width = deviation * Math.sqrt(12);
  const length = shape.reduce((product, size) => product * size, 1);
  const halves = new Uint16Array(length);
  for (let i = 0; i < length; i += 1) halves[i] = float16Bits(mean + (random.next() - 0.5) * width);
  return { type: "F16", shape, bytes: new Uint8Array(halves.buffer) };
}

/** Random values for parameters of those shapes. */
export function randomTensors(
  shapes: ReadonlyMap<string, readonly number[]>,
  seed: number,
): ReadonlyMap<string, StoredTensor> {
  return new Map([...shapes].map(([name, shape]) => [name, randomHalves(seed, name, shape)]));
}

/** All parameters of a model of that shape. */
export function randomWeights(config: ModelConfig, seed: number): ReadonlyMap<string, StoredTensor> {
  return randomTensors(parameterShapes(config), seed);
}
