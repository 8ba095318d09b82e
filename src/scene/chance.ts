/** Draws from a seeded generator. Only arithmetic that every machine does alike, so that a seed means one scene. */
import { type Random, seeded } from "../base/random.ts";

/** What a scene is drawn for, each from a sequence of its own: one may change without the others. */
const streams = { layout: 0, painting: 1, damage: 2, line: 3 } as const;

/** Seeds lie below 2^30, so the sequences of two scenes or two purposes never have a seed in common. */
export function chanceOf(seed: number, stream: keyof typeof streams): Random {
  return seeded(seed + streams[stream] * 2 ** 30);
}

/** Uniform in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** A whole number from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** One of the items. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.below(items.length)] as T;
}

/** The items in a random order (Fisher–Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    const kept = order[i] as T;
    order[i] = order[other] as T;
    order[other] = kept;
  }
  return order;
}

/** 100 to the power of 1/4096. */
const step = 1.00112494139988;

/** `low` · 100^u with u uniform, in 4,096 steps of equal ratio: by multiplication, which rounds alike everywhere. */
export function logUniform(random: Random, low: number): number {
  let value = low;
  for (let left = random.below(4097); left > 0; left--) value *= step;
  return value;
}
