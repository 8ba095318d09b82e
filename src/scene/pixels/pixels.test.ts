/** Perspective and noise against NumPy's bytes (pixels.vectors.json, written by pixels.vectors.py). */
import { describe, expect, test } from "vitest";
import type { Random } from "../../base/random.ts";
import type { RgbImage } from "../../math/image/image.ts";
import { addNoise, blackAndWhite } from "./noise.ts";
import vectors from "./pixels.vectors.json" with { type: "json" };
import { type Corners, inverse, project, projectionTo, warp } from "./warp.ts";

/** The same picture as test_picture in pixels.vectors.py. */
function testPicture([width = 0, height = 0]: readonly number[]): RgbImage {
  const pixels = Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return [(x * 37 + y * 11) % 256, ((Math.floor(x / 3) + Math.floor(y / 2)) % 2) * 255, (x * y * 5) % 256];
  });
  return { width, height, data: Uint8Array.from(pixels.flat()) };
}

/** Gives back what was drawn elsewhere. */
function replay(draws: readonly number[]): Random {
  let at = 0;
  const below = (): number => draws[at++] ?? Number.NaN;
  return { below, next: below, normal: below, copy: () => replay(draws.slice(at)) };
}

const bytes = ({ data }: RgbImage): string => Buffer.from(data).toString("base64");

describe("equals NumPy byte for byte", () => {
  test.each(vectors.warp)("perspective from $corners", ({ from, to, corners, rgb }) => {
    const [width = 0, height = 0] = to;
    expect(bytes(warp(testPicture(from), corners as unknown as Corners, width, height))).toBe(rgb);
  });

  test.each(vectors.noise)("noise of strength $strength", ({ from, strength, draws, rgb }) => {
    expect(bytes(addNoise(testPicture(from), replay(draws), strength))).toBe(rgb);
  });

  test.each(vectors.scan)("a scan at $threshold", ({ from, threshold, draws, rgb }) => {
    expect(bytes(blackAndWhite(testPicture(from), replay(draws), threshold))).toBe(rgb);
  });
});

test("a projection and its inverse lead back", () => {
  const map = projectionTo([
    [3, 2],
    [90, -1],
    [88, 31],
    [1, 29],
  ]);
  for (const point of [
    [0.2, 0.7],
    [1, 1],
    [0.5, 0],
  ] as const) {
    const [x, y] = project(inverse(map), project(map, point));
    expect(x).toBeCloseTo(point[0], 12);
    expect(y).toBeCloseTo(point[1], 12);
  }
});
