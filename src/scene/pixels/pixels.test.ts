/** Perspective and noise against NumPy's bytes (pixels.vectors.json, written by pixels.vectors.py). */
import { describe, expect, test } from "vitest";
import type { Random } from "../../base/random.ts";
import type { RgbImage } from "../../math/image/image.ts";
import { bmpOf } from "./bmp.ts";
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

test("an uncompressed file has the layout of the format: headers, then rows from the top, blue before red", () => {
  const words = Uint32Array.of(0xff030201, 0xff060504, 0xff090807, 0xff0c0b0a, 0xff0f0e0d, 0xff121110);
  const file = Buffer.from(bmpOf({ width: 3, height: 2, words }));
  expect(file.toString("latin1", 0, 2)).toBe("BM");
  expect([file.readUInt32LE(2), file.readUInt32LE(10), file.readUInt32LE(14)]).toEqual([78, 54, 40]);
  expect([file.readInt32LE(18), file.readInt32LE(22), file.readUInt16LE(28)]).toEqual([3, -2, 32]);
  expect([...file.subarray(54, 62)]).toEqual([3, 2, 1, 255, 6, 5, 4, 255]);
  expect([...file.subarray(74)]).toEqual([18, 17, 16, 255]);
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
