/** Views and their pictures: stated examples, Pillow's outlines, and laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, resize } from "../math/image/image.ts";
import vectors from "../math/image/image.vectors.json" with { type: "json" };
import { type Box, boxOfPixels, intersection } from "./box.ts";
import {
  boxes,
  crop,
  degradations,
  edits,
  noise,
  picture,
  show,
  shownAs,
  source,
  whole,
} from "./edits.testing.ts";
import { drawOutline, outlineCorners, outlineWidth } from "./mark.ts";
import type { Edit } from "./view.ts";

const size = { width: 1000, height: 800 };

function rectangle(x: number, y: number, width: number, height: number): Box {
  return boxOfPixels({ x, y, width, height }, size);
}

test("a mask blackens whole patches, cut at the edges, as many as it says, and leaves the rest as it is", () => {
  const image = { ...noise(100, 45), data: new Uint8Array(100 * 45 * 3).fill(200) };
  const masked = (share: number, seed: number) =>
    shownAs({ source, edits: [{ kind: "degrade", by: { kind: "mask", share, patch: 14, seed } }] }, image)
      .data;
  expect(masked(0, 1)).toEqual(image.data);
  expect(masked(1, 1).every((value) => value === 0)).toBe(true);
  const half = masked(0.5, 1);
  expect(masked(0.5, 1)).toEqual(half);
  expect(masked(0.5, 2)).not.toEqual(half);
  const colourOf = (data: Uint8Array, x: number, y: number) => data[(y * 100 + x) * 3];
  for (let y = 0; y < 45; y++)
    for (let x = 0; x < 100; x++)
      expect(colourOf(half, x, y)).toBe(colourOf(half, x - (x % 14), y - (y % 14)));
  const large = { width: 700, height: 700, data: new Uint8Array(700 * 700 * 3).fill(200) };
  const by = { kind: "mask", share: 0.6, patch: 14, seed: 5 } as const;
  const { data } = shownAs({ source, edits: [{ kind: "degrade", by }] }, large);
  // 2,500 patches: the share of black ones is 0.6, give or take 0.01.
  expect(data.filter((value) => value === 0).length / data.length).toBeCloseTo(0.6, 1);
});

test("a blur within a box is that of the whole picture, cut to the box", () => {
  const image = noise(120, 90);
  const sides = fc.record({
    x: fc.integer({ min: 0, max: 119 }),
    y: fc.integer({ min: 0, max: 89 }),
    width: fc.integer({ min: 1, max: 60 }),
    height: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(sides, fc.constantFrom(0.4, 2, 7.3), (window, radius) => {
      const width = Math.min(window.width, image.width - window.x);
      const inside = { ...window, width, height: Math.min(window.height, image.height - window.y) };
      const by = { kind: "blur", radius } as const;
      const within = boxOfPixels(inside, image);
      const part = shownAs({ source, edits: [{ kind: "degrade", by, within }] }, image);
      const all = shownAs({ source, edits: [{ kind: "degrade", by }] }, image);
      expect(cut(part, inside).data).toEqual(cut(all, inside).data);
    }),
    { numRuns: 30 },
  );
});

describe("the red box", () => {
  test("lies where the released recipe puts it", () => {
    const corners = outlineCorners(rectangle(100, 100, 100, 80), size);
    expect(corners).toEqual({ left: 95, top: 96, right: 205, bottom: 184 });
    expect(outlineWidth(size)).toBe(5);
    expect(outlineWidth({ width: 4000, height: 3000 })).toBe(15);
  });

  test.each(vectors.outline)(
    "has Pillow's pixels: $corners, $width wide",
    ({ from, corners, width, rgb }) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = corners;
      const plain = { width: from[0] ?? 0, height: from[1] ?? 0 };
      const blank = { ...plain, data: new Uint8Array(plain.width * plain.height * 3) };
      const drawn = drawOutline(blank, { left, top, right: right + 1, bottom: bottom + 1 }, width);
      const expected = Buffer.from(rgb, "base64");
      // The vectors' picture has no pure red of its own, so its red pixels are the outline.
      const isRed = (data: Uint8Array, i: number) =>
        data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 0;
      for (let i = 0; i < expected.length; i += 3) {
        expect([i, isRed(drawn.data, i)]).toEqual([i, isRed(expected, i)]);
      }
    },
  );
});

describe("a view", () => {
  test("without edits is the source, byte for byte", () => {
    expect(show().data).toBe(picture.data);
    expect(show(crop(whole)).data).toBe(picture.data);
  });

  test("of a box is its pixels, each side doubled by Lanczos", () => {
    const box = boxOfPixels({ x: 3, y: 4, width: 11, height: 7 }, picture);
    expect(show(crop(box))).toEqual(cut(picture, { x: 3, y: 4, width: 11, height: 7 }));
    expect(show(crop(box, 2))).toEqual(resize(show(crop(box)), 22, 14, "lanczos"));
  });

  test("never touches the source", () => {
    const before = picture.data.slice();
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 4 }), (list) => void show(...list)),
      { numRuns: 50 },
    );
    expect(picture.data).toEqual(before);
  });

  test("a crop in a crop is the crop of what both show", () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const both = intersection(a, b);
        fc.pre(both !== null);
        if (both) expect(show(crop(a), crop(b, 2))).toEqual(show(crop(both, 2)));
      }),
    );
  });

  test("a mark is drawn on the source, so cutting before or after makes no difference", () => {
    const mark: Edit = { kind: "mark", box: rectangle(300, 200, 300, 300) };
    expect(show(mark, crop(rectangle(100, 100, 600, 500)))).toEqual(
      show(crop(rectangle(100, 100, 600, 500)), mark),
    );
  });

  test("a tenth of each side leaves blocks of one colour", () => {
    const large = noise(40, 30);
    const by = { kind: "downsample", keep: 0.1 } as const;
    const degraded = shownAs({ source, edits: [{ kind: "degrade", by }] }, large);
    expect([degraded.width, degraded.height]).toEqual([40, 30]);
    expect(degraded).toEqual(resize(resize(large, 4, 3, "bilinear"), 40, 30, "nearest"));
    expect(new Set(show({ kind: "degrade", by: { kind: "blank" } }).data)).toEqual(new Set([128]));
  });

  test("degraded within a box is degraded there and nowhere else", () => {
    const window = { x: 5, y: 4, width: 9, height: 6 };
    const within = boxOfPixels(window, picture);
    fc.assert(
      fc.property(degradations, (by) => {
        const [part, all] = [show({ kind: "degrade", by, within }), show({ kind: "degrade", by })];
        expect(cut(part, window)).toEqual(cut(all, window));
        for (const [x, y, width, height] of [
          [0, 0, 31, 4],
          [0, 10, 31, 13],
          [0, 4, 5, 6],
          [14, 4, 17, 6],
        ] as const) {
          expect(cut(part, { x, y, width, height })).toEqual(cut(picture, { x, y, width, height }));
        }
      }),
    );
  });

  test("shrunk is a bicubic reduction, rounded down; a cut of it refers to the source", () => {
    const halved = resize(picture, 15, 11, "bicubic");
    expect(show({ kind: "shrink", by: 2 })).toEqual(halved);
    const box = boxOfPixels({ x: 4, y: 3, width: 6, height: 5 }, halved);
    expect(show(crop(box), { kind: "shrink", by: 2 })).toEqual(
      cut(halved, { x: 4, y: 3, width: 6, height: 5 }),
    );
    expect(shownAs({ source, edits: [{ kind: "shrink", by: 50 }] }, picture)).toMatchObject({ width: 1 });
  });

  test("in grey keeps its light, an erased region one grey", () => {
    const shown = show({ kind: "degrade", by: { kind: "grey" } }).data;
    expect(shown[0]).toBe(shown[1]);
    const [red = 0, green = 0, blue = 0] = picture.data;
    expect(Math.abs((shown[0] ?? 0) - (0.299 * red + 0.587 * green + 0.114 * blue))).toBeLessThan(1);
    const erased = show({
      kind: "degrade",
      by: { kind: "blank" },
      within: { x: 0, y: 0, width: 1, height: 0.5 },
    });
    expect(new Set(erased.data.subarray(0, 31 * 3 * 12))).toEqual(new Set([128]));
    expect(erased.data.subarray(31 * 3 * 12)).toEqual(picture.data.subarray(31 * 3 * 12));
  });

  test("a box over a huge photograph is not enlarged beyond reason", () => {
    const long = noise(5000, 2);
    const cropped = shownAs({ source, edits: [crop({ ...whole, x: 0.1, width: 0.9 }, 2)] }, long);
    expect([cropped.width, cropped.height]).toEqual([4500, 2]);
  });
});
