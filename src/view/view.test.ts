/** Views and their pictures: stated examples, Pillow's outlines, and laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageId } from "../base/ids.ts";
import { success } from "../base/outcome.ts";
import { cut, resize } from "../math/image/image.ts";
import vectors from "../math/image/image.vectors.json" with { type: "json" };
import { type Box, boxOfPixels, intersection } from "./box.ts";
import { drawOutline, outlineCorners, outlineWidth } from "./mark.ts";
import { applyView, type Pixels, type ResizeAsRead } from "./pixels.ts";
import { type Degradation, type Edit, type View, viewKey } from "./view.ts";

const source = "0".repeat(64) as ImageId;
const size = { width: 1000, height: 800 };
const whole: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Noise, so that no two places look alike. */
function noise(width: number, height: number): Pixels {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 2654435761) >>> 13),
  };
}

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

const fraction = fc.integer({ min: 0, max: 40 }).map((n) => n / 40);
const boxes = fc
  .tuple(fraction, fraction, fraction, fraction)
  .map(([a, b, c, d]): Box => ({ x: a * 0.9, y: b * 0.9, width: 0.05 + c * 0.5, height: 0.05 + d * 0.5 }));
const degradations: fc.Arbitrary<Degradation> = fc.oneof(
  fc.record({ kind: fc.constant("downsample" as const), keep: fc.constantFrom(0.1, 0.5, 1) }),
  fc.record({ kind: fc.constant("blur" as const), radius: fc.constantFrom(0, 1.5) }),
  fc.constantFrom({ kind: "grey" as const }, { kind: "blank" as const }),
);
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("crop" as const), box: boxes, scale: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constant("mark" as const), box: boxes }),
  fc.record({ kind: fc.constant("shrink" as const), by: fc.constantFrom(1, 2, 3) }),
  fc.constantFrom<Edit>({ kind: "resized" }, { kind: "resized", longestEdge: 20 }),
  fc.record({ kind: fc.constant("isolated" as const), box: boxes }),
  fc.record({ kind: fc.constant("degrade" as const), by: degradations }),
  fc.record({ kind: fc.constant("degrade" as const), by: degradations, within: boxes }),
);
const picture = noise(31, 23);
const large = noise(80, 72);
/** A model that keeps 32 pixels of the longest edge, or as many as it is told. */
const resizeAsRead: ResizeAsRead = (image, longestEdge = 32) => {
  const by = longestEdge / Math.max(image.width, image.height);
  return success(resize(image, Math.round(image.width * by), Math.round(image.height * by), "lanczos"));
};

function shownAs(view: View, image: Pixels): Pixels {
  const made = applyView(view, image, resizeAsRead);
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
}

const show = (...list: Edit[]): Pixels => shownAs({ source, edits: list }, picture);
const key = (...list: Edit[]): string => viewKey({ source, edits: list });
const crop = (box: Box, scale = 1): Edit => ({ kind: "crop", box, scale });

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
    const spoilt = shownAs({ source, edits: [{ kind: "degrade", by }] }, large);
    expect([spoilt.width, spoilt.height]).toEqual([40, 30]);
    expect(spoilt).toEqual(resize(resize(large, 4, 3, "bilinear"), 40, 30, "nearest"));
    expect(new Set(show({ kind: "degrade", by: { kind: "blank" } }).data)).toEqual(new Set([128]));
  });

  test("spoilt within a box is spoilt there and nowhere else", () => {
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

describe("the key of a view", () => {
  test("is equal only for equal pictures", () => {
    const seen = new Map<string, Pixels>();
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 3 }), (list) => {
        const shown = show(...list);
        const known = seen.get(key(...list));
        if (known) expect(known).toEqual(shown);
        seen.set(key(...list), shown);
      }),
      { numRuns: 300 },
    );
  });

  test("does not depend on form: noise of arithmetic, edits without effect, order of crop and mark", () => {
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const mark: Edit = { kind: "mark", box };
    expect(key(mark)).toBe(key({ kind: "mark", box: { ...box, x: 0.1 + 0.2 } }));
    expect(key(mark, mark)).toBe(key(mark));
    expect(key(crop(whole))).toBe(key());
    expect(key(crop(box, 2), mark)).toBe(key(mark, crop(box, 2)));
    const blank: Edit = { kind: "degrade", by: { kind: "blank" } };
    expect(key(mark, blank, { kind: "degrade", by: { kind: "blur", radius: 3 } })).toBe(key(blank));
    expect(key({ kind: "degrade", by: { kind: "downsample", keep: 1 } })).toBe(key());
  });

  test("does not depend on the order or repetition of outlines, nor of erased regions, nor on what a blank hides", () => {
    const [a, b] = [
      { x: 0.1, y: 0.1, width: 0.4, height: 0.4 },
      { x: 0.3, y: 0.2, width: 0.6, height: 0.1 },
    ];
    const inner = { x: 0.2, y: 0.2, width: 0.1, height: 0.1 };
    const mark = (box: Box): Edit => ({ kind: "mark", box });
    const spoil = (by: Degradation, within?: Box): Edit =>
      within === undefined ? { kind: "degrade", by } : { kind: "degrade", by, within };
    const [grey, blank] = [{ kind: "grey" } as const, { kind: "blank" } as const];
    const same: readonly (readonly [readonly Edit[], readonly Edit[]])[] = [
      [
        [mark(a), mark(b), mark(a)],
        [mark(b), mark(a)],
      ],
      [
        [spoil(blank, inner), spoil(blank, b), spoil(blank, a)],
        [spoil(blank, a), spoil(blank, b)],
      ],
      [[spoil(blank, whole)], [spoil(blank)]],
      [[spoil(grey), spoil(grey)], [spoil(grey, whole)]],
      [
        [mark(a), spoil(blank), { kind: "shrink", by: 2 }, spoil(grey)],
        [{ kind: "shrink", by: 2 }, spoil(blank)],
      ],
      [[{ kind: "shrink", by: 1 }, spoil({ kind: "blur", radius: 0 }, a)], []],
    ];
    for (const [one, other] of same) {
      expect(key(...one)).toBe(key(...other));
      expect(show(...one)).toEqual(show(...other));
    }
  });

  test("does not depend on what is isolated twice, or wholly, or before a blank", () => {
    const isolated = (box: Box): Edit => ({ kind: "isolated", box });
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const blank: Edit = { kind: "degrade", by: { kind: "blank" } };
    expect(key(isolated(box), isolated(box))).toBe(key(isolated(box)));
    expect(key(isolated(whole))).toBe(key());
    expect(key(isolated(box), blank)).toBe(key(blank));
    expect(key(blank, isolated(box))).toBe(key(blank));
    expect(key(blank, { kind: "resized" })).toBe(key({ kind: "resized" }, blank));
  });

  test("tells apart what looks different", () => {
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const keys = [key(), key(crop(box)), key(crop(box, 2)), key({ kind: "mark", box })];
    expect(new Set([...keys, viewKey({ source: "1".repeat(64) as ImageId, edits: [] })]).size).toBe(5);
  });

  test("is equal for equal pictures of edits of one kind, and of a cut with one of them", () => {
    const grid = fc.integer({ min: 0, max: 5 });
    const onGrid = fc
      .tuple(grid, grid, grid, grid)
      .map(([x, y, w, h]) =>
        boxOfPixels({ x: x * 6, y: y * 6, width: 40 - w * 2, height: 40 - h * 2 }, large),
      );
    const one = (box: Box): fc.Arbitrary<Edit> =>
      fc.oneof(
        fc.constant<Edit>({ kind: "mark", box }),
        degradations.map((by): Edit => ({ kind: "degrade", by, within: box })),
        degradations.map((by): Edit => ({ kind: "degrade", by })),
        fc.constantFrom<Edit>({ kind: "shrink", by: 2 }, { kind: "shrink", by: 1 }),
        fc.constant<Edit>({ kind: "isolated", box }),
        fc.constantFrom<Edit>(crop(box), crop(box, 2)),
      );
    const list = fc.oneof(
      fc.array(onGrid, { maxLength: 3 }).map((all) => all.map((box): Edit => ({ kind: "mark", box }))),
      fc.array(onGrid, { maxLength: 3 }).map((all) => all.map((box) => crop(box))),
      onGrid.chain((box) => fc.array(one(box), { maxLength: 1 })),
      onGrid.map((box): Edit[] => [{ kind: "mark", box }, crop(whole, 2)]),
    );
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(list, (edits) => {
        const view = { source, edits };
        const shown = shownAs(view, large);
        const print = `${shown.width}×${shown.height} ${Buffer.from(shown.data).toString("base64")}`;
        expect(viewKey(view)).toBe(seen.get(print) ?? viewKey(view));
        seen.set(print, viewKey(view));
      }),
      { numRuns: 500 },
    );
  });
});
