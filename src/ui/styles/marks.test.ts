/** Laws of the box geometry, and the readability of the divergence scale as defined in theme.css. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PixelWindow, SMALLEST_SIDE } from "../../view/box.ts";
import * as marks from "./marks.ts";

const anySize = fc.record({
  width: fc.integer({ min: 2, max: 9000 }),
  height: fc.integer({ min: 2, max: 9000 }),
});
const wild = fc.double({ min: -20_000, max: 20_000, noNaN: true });
const wildBox = fc.record({ x: wild, y: wild, width: wild, height: wild });
const wildPoint = fc.record({ x: wild, y: wild });

function expectInside(box: PixelWindow, size: { width: number; height: number }): void {
  expect(Object.values(box).every(Number.isInteger)).toBe(true);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(SMALLEST_SIDE);
  expect(box.x + box.width).toBeLessThanOrEqual(size.width);
  expect(box.y + box.height).toBeLessThanOrEqual(size.height);
}

describe("the evidence box", () => {
  test("any box, moved, resized or drawn, is whole pixels inside the image", () => {
    const change = fc.tuple(wildPoint, wildPoint, fc.constantFrom(...marks.HANDLES));
    void fc.assert(
      fc.property(anySize, wildBox, change, (size, start, [by, to, handle]) => {
        const box = marks.keepInside(start, size);
        expectInside(box, size);
        expectInside(marks.shift(box, by, size), size);
        expectInside(marks.resize(box, handle, by, size), size);
        expectInside(marks.resizeInShape(box, handle, by, size), size);
        expectInside(marks.between(by, to, size), size);
      }),
    );
  });

  test("a handle moves only its own sides", () => {
    const size = { width: 640, height: 480 };
    const box = { x: 100, y: 100, width: 50, height: 40 };
    expect(marks.resize(box, "nw", { x: -10, y: 5 }, size)).toEqual({ x: 90, y: 105, width: 60, height: 35 });
    expect(marks.resize(box, "e", { x: 7, y: 99 }, size)).toEqual({ x: 100, y: 100, width: 57, height: 40 });
    expect(marks.resize(box, "s", { x: 99, y: -200 }, size)).toEqual({
      x: 100,
      y: 100,
      width: 50,
      height: 2,
    });
    expect(marks.resize(box, "ne", { x: 900, y: -900 }, size)).toEqual({
      x: 100,
      y: 0,
      width: 540,
      height: 140,
    });
  });

  test("with a fixed aspect ratio, a handle keeps the ratio and the opposite point", () => {
    const size = { width: 640, height: 480 };
    const box = { x: 100, y: 100, width: 80, height: 40 };
    const by = { x: 40, y: 0 };
    expect(marks.resizeInShape(box, "e", by, size)).toEqual({ x: 100, y: 90, width: 120, height: 60 });
    expect(marks.resizeInShape(box, "nw", { x: -40, y: 0 }, size)).toEqual({
      x: 60,
      y: 80,
      width: 120,
      height: 60,
    });
    expect(marks.resizeInShape(box, "s", { x: 0, y: 20 }, size)).toEqual({
      x: 80,
      y: 100,
      width: 120,
      height: 60,
    });
    // It stops where it meets the lower edge, 80 pixels down.
    const stopped = marks.resizeInShape({ ...box, y: 400 }, "se", { x: 5000, y: 0 }, size);
    expect(stopped).toEqual({ x: 100, y: 400, width: 160, height: 80 });
  });

  test("a shift keeps the size and stops at the edge", () => {
    const box = { x: 600, y: 10, width: 30, height: 30 };
    expect(marks.shift(box, { x: 50, y: -50 }, { width: 640, height: 480 })).toEqual({
      ...box,
      x: 610,
      y: 0,
    });
  });

  test("a box drawn in any direction is the same box", () => {
    const size = { width: 640, height: 480 };
    const [a, b] = [
      { x: 10, y: 200 },
      { x: 90, y: 20 },
    ];
    expect(marks.between(a, b, size)).toEqual({ x: 10, y: 20, width: 80, height: 180 });
    expect(marks.between(b, a, size)).toEqual(marks.between(a, b, size));
    const beyond = marks.between({ x: 500, y: 100 }, { x: 2000, y: -300 }, size);
    expect(beyond).toEqual({ x: 500, y: 0, width: 140, height: 100 });
  });

  test("an arrow key steps one pixel on small images, more on large ones, eightfold with Shift", () => {
    expect(marks.arrowStep({ width: 256, height: 100 }, false)).toBe(1);
    expect(marks.arrowStep({ width: 256, height: 100 }, true)).toBe(8);
    expect(marks.arrowStep({ width: 1024, height: 4096 }, false)).toBe(16);
    expect(marks.arrowDirection("ArrowUp")).toEqual({ x: 0, y: -1 });
    expect(marks.arrowDirection("Tab")).toBeNull();
  });
});

type Colour = readonly [red: number, green: number, blue: number];

const theme = readFileSync(new URL("./theme.css", import.meta.url), "utf8");

function tokenOf(name: string, scheme: "light" | "dark"): Colour {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(theme);
  const hex = found?.[scheme === "light" ? 1 : 2];
  if (hex === undefined) throw new Error(`theme.css has no --${name}`);
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const dot = (a: Colour, b: Colour) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (m: readonly [Colour, Colour, Colour], c: Colour): Colour => [
  dot(m[0], c),
  dot(m[1], c),
  dot(m[2], c),
];
const luminance = (c: Colour) => dot(c, [0.2126, 0.7152, 0.0722]);

/** Björn Ottosson's OKLab, which `color-mix(in oklab, …)` interpolates in. */
function toOklab(colour: Colour): Colour {
  const cone = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  ).map(Math.cbrt) as unknown as Colour;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cone,
  );
}

function fromOklab(lab: Colour): Colour {
  const cone = times(
    [
      [1, 0.3963377774, 0.2158037573],
      [1, -0.1055613458, -0.0638541728],
      [1, -0.0894841775, -1.291485548],
    ],
    lab,
  ).map((value) => value ** 3) as unknown as Colour;
  return times(
    [
      [4.0767416621, -3.3077115913, 0.2309699292],
      [-1.2684380046, 2.6097574011, -0.3413193965],
      [-0.0041960863, -0.7034186147, 1.707614701],
    ],
    cone,
  ).map((value) => Math.min(1, Math.max(0, value))) as unknown as Colour;
}

function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const ENDS = ["disagree-full", "lean-student", "lean-other", "lean-less"] as const;

function scaleColour(scheme: "light" | "dark", end: (typeof ENDS)[number], position: number): Colour {
  const from = toOklab(tokenOf("disagree-none", scheme));
  const to = toOklab(tokenOf(end, scheme));
  return fromOklab(from.map((value, i) => value + ((to[i] ?? 0) - value) * position) as unknown as Colour);
}

/** Viénot, Brettel and Mollon (1999): what a dichromat sees, in linear light. */
const DICHROMATS: Readonly<Record<string, readonly [Colour, Colour, Colour]>> = {
  protan: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deutan: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

const seenBy: readonly ((colour: Colour) => Colour)[] = [
  (colour) => colour,
  ...Object.values(DICHROMATS).map((matrix) => (colour: Colour) => times(matrix, colour)),
];

/** Distance in OKLab, where about 0.02 is just noticeable. */
function distance(a: Colour, b: Colour): number {
  const [from, to] = [toOklab(a), toOklab(b)];
  return Math.hypot(...from.map((value, i) => value - (to[i] ?? Number.NaN)));
}

const schemes = ["light", "dark"] as const;

describe.each(schemes.flatMap((scheme) => ENDS.map((end) => [scheme, end] as const)))(
  "the scale of the tokens, %s, towards %s",
  (scheme, end) => {
    const positions = Array.from({ length: 1001 }, (_, i) => i / 1000);

    test("text on it has a contrast of at least 4.5 everywhere", () => {
      for (const position of positions) {
        const ink = position >= marks.OTHER_INK_FROM ? "on-disagree-high" : "on-disagree-low";
        expect(
          contrast(scaleColour(scheme, end, position), tokenOf(ink, scheme)),
          `at ${position}`,
        ).toBeGreaterThanOrEqual(4.5);
      }
    });

    test("its lightness is monotonic, also for dichromats", () => {
      const sign = scheme === "light" ? -1 : 1;
      for (const see of seenBy) {
        const values = positions.map((position) => sign * luminance(see(scaleColour(scheme, end, position))));
        for (let i = 1; i < values.length; i++)
          expect(values[i]).toBeGreaterThan(values[i - 1] ?? Number.NaN);
      }
    });
  },
);

describe.each(schemes)("colours, %s", (scheme) => {
  test.each([
    ["lean-student", "lean-other"],
    ["lean-less", "disagree-full"],
  ] as const)("%s and %s cannot be confused, from half their strength on", (below, above) => {
    for (const see of seenBy)
      for (const position of [0.5, 0.75, 1]) {
        const colourOf = (end: typeof below | typeof above) => see(scaleColour(scheme, end, position));
        expect(distance(colourOf(below), colourOf(above)), `at ${position}`).toBeGreaterThan(0.06);
      }
  });

  test.each([
    ["ink", "card", 7],
    ["ink", "paper", 7],
    ["soft", "card", 4.5],
    ["soft", "paper", 4.5],
    ["soft", "well", 4.5],
    ["student", "card", 4.5],
    ["student", "student-wash", 4.5],
    ["teacher", "card", 4.5],
    ["teacher", "teacher-wash", 4.5],
    ["alarm", "alarm-wash", 4.5],
    ["edge", "card", 3],
    ["evidence", "card", 3],
  ])("%s on %s has a contrast of at least %d", (text, ground, least) => {
    expect(contrast(tokenOf(text, scheme), tokenOf(ground, scheme))).toBeGreaterThanOrEqual(least);
  });
});

test("a JSD lies between 0 and ln 2, and larger values at the end", () => {
  expect([-1, 0, Math.LN2 / 2, Math.LN2, 5].map(marks.scalePosition)).toEqual([0, 0, 0.5, 1, 1]);
});
