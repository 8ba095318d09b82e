/** Windows that recipes cut: margins as in training, and places drawn by chance. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Box, boxOfPixels, intersection, pixelWindow } from "./box.ts";
import { marginBox, negativeBox, randomBox, wrongBox } from "./windows.ts";

const size = { width: 1000, height: 800 };
const target = boxOfPixels({ x: 100, y: 90, width: 101, height: 80 }, size);

const scenes = fc
  .record({
    size: fc.record({ width: fc.integer({ min: 4, max: 300 }), height: fc.integer({ min: 4, max: 300 }) }),
    x: fc.double({ min: 0, max: 0.9, noNaN: true }),
    y: fc.double({ min: 0, max: 0.9, noNaN: true }),
    width: fc.double({ min: 0.01, max: 1, noNaN: true }),
    height: fc.double({ min: 0.01, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  .map(({ size, x, y, width, height, seed }) => {
    const box: Box = { x, y, width: Math.min(width, 1 - x), height: Math.min(height, 1 - y) };
    return { size, box, seed };
  });

describe("a margin", () => {
  test("is a share of the box, goes outwards to whole pixels and ends at the edges", () => {
    expect(pixelWindow(marginBox(target, 0.25, size), size)).toEqual({
      x: 74,
      y: 70,
      width: 153,
      height: 120,
    });
    expect(pixelWindow(marginBox(target, 1, size), size)).toEqual({ x: 0, y: 10, width: 302, height: 240 });
  });

  test("of nothing leaves the box, and no margin leaves the image", () => {
    fc.assert(
      fc.property(scenes, fc.double({ min: 0, max: 4, noNaN: true }), ({ size, box }, margin) => {
        expect(pixelWindow(marginBox(box, 0, size), size)).toEqual(pixelWindow(box, size));
        const window = pixelWindow(marginBox(box, margin, size), size);
        expect(window.x + window.width).toBeLessThanOrEqual(size.width);
        expect(window.y + window.height).toBeLessThanOrEqual(size.height);
      }),
    );
  });
});

describe("a random crop", () => {
  test("has the box's size, lies inside, and follows from its seed", () => {
    fc.assert(
      fc.property(scenes, ({ size, box, seed }) => {
        const drawn = pixelWindow(randomBox(box, size, seed), size);
        const { width, height } = pixelWindow(box, size);
        expect([drawn.width, drawn.height]).toEqual([width, height]);
        expect(drawn.x + drawn.width).toBeLessThanOrEqual(size.width);
        expect(drawn.y + drawn.height).toBeLessThanOrEqual(size.height);
        expect(randomBox(box, size, seed)).toEqual(randomBox(box, size, seed));
      }),
    );
  });

  test("goes everywhere", () => {
    const left = Array.from({ length: 400 }, (_, seed) => pixelWindow(randomBox(target, size, seed), size).x);
    expect(Math.min(...left)).toBeLessThan(20);
    expect(Math.max(...left)).toBeGreaterThan(880);
    const mean = left.reduce((sum, x) => sum + x, 0) / left.length;
    expect(Math.abs(mean - 899 / 2)).toBeLessThan(5 * (900 / Math.sqrt(12 * 400)));
  });
});

describe("a wrong crop", () => {
  test("has the crop's own size in pixels of the image, and misses the target", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { box, overlaps } = wrongBox(target, target, size, seed);
      expect(pixelWindow(box, size)).toMatchObject({ width: 101, height: 80 });
      expect([overlaps, intersection(box, target)]).toEqual([false, null]);
    }
  });

  test("lies inside, follows from its seed, and never touches the target unless it says so", () => {
    fc.assert(
      fc.property(scenes, ({ size, box, seed }) => {
        const found = wrongBox(box, box, size, seed);
        expect(found).toEqual(wrongBox(box, box, size, seed));
        expect(intersection(found.box, box) !== null).toBe(found.overlaps);
        expect(Math.max(found.box.x + found.box.width, found.box.y + found.box.height)).toBeLessThanOrEqual(
          1 + 1e-12,
        );
      }),
    );
  });
});

describe("V-Zero's negative crop", () => {
  const half = { width: 500, height: 400 };

  test("has the crop's size in pixels of the halved image, and misses the target", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { box, overlaps } = negativeBox(target, target, size, seed);
      expect(pixelWindow(box, half)).toMatchObject({ width: 101, height: 80 });
      expect([overlaps, intersection(box, target)]).toEqual([false, null]);
    }
  });

  test("is the corner of least overlap where nothing misses the target, and says so", () => {
    const large = boxOfPixels({ x: 40, y: 300, width: 900, height: 480 }, size);
    const { box, overlaps } = negativeBox(large, large, size, 3);
    expect(overlaps).toBe(true);
    expect(pixelWindow(box, half)).toEqual({ x: 0, y: 0, width: 500, height: 400 });
    const right = boxOfPixels({ x: 0, y: 10, width: 600, height: 780 }, size);
    const narrow = boxOfPixels({ x: 0, y: 10, width: 300, height: 780 }, size);
    expect(pixelWindow(negativeBox(narrow, right, size, 3).box, half)).toEqual({
      x: 200,
      y: 0,
      width: 300,
      height: 400,
    });
  });

  test("lies inside, follows from its seed, and never touches the target unless it says so", () => {
    fc.assert(
      fc.property(scenes, ({ size, box, seed }) => {
        const found = negativeBox(box, box, size, seed);
        expect(found).toEqual(negativeBox(box, box, size, seed));
        expect(intersection(found.box, box) !== null).toBe(found.overlaps);
        expect(found.box.x + found.box.width).toBeLessThanOrEqual(1 + 1e-12);
        expect(found.box.y + found.box.height).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
