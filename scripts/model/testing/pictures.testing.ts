/** For tests: random pictures as the vision encoder reads them, and how far two results lie apart. */

import { seeded } from "../../../src/base/random.ts";

/** One picture of values in [-1, 1), channel by channel: [3·side·side]. */
export function randomPicture(side: number, seed: number): number[] {
  const chance = seeded(seed);
  return Array.from({ length: 3 * side * side }, () => 2 * chance.next() - 1);
}

/** The same values as [3][side][side]. */
export function pictureRows(pixels: readonly number[]): number[][][] {
  const side = Math.sqrt(pixels.length / 3);
  const row = (channel: number, y: number): number[] => {
    const start = (channel * side + y) * side;
    return pixels.slice(start, start + side);
  };
  return [0, 1, 2].map((channel) => Array.from({ length: side }, (_, y) => row(channel, y)));
}

/** The largest |a − b|; infinite when the lengths differ or a value is no number. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i += 1) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
