/** The resizer and the blur against Pillow's own bytes (image.vectors.json, written by image.vectors.py). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussianBlur } from "./blur.ts";
import { cut, type ResizeFilter, type RgbImage, resize } from "./image.ts";
import vectors from "./image.vectors.json" with { type: "json" };

/** The same picture as test_picture in image.vectors.py. */
function testPicture(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let state = 1n;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (state * 1103515245n + 12345n) & 0x7fffffffn;
      data[i++] = Number((state >> 16n) & 255n);
      data[i++] = (Math.floor(x / 3) + Math.floor(y / 2)) % 2 ? 255 : 0;
      data[i++] = (x * 7 + y * 11) % 256;
    }
  }
  return { width, height, data };
}

function bytes(image: RgbImage): string {
  return Buffer.from(image.data).toString("base64");
}

const filters = [
  "nearest",
  "box",
  "bilinear",
  "bicubic",
  "lanczos",
] as const satisfies readonly ResizeFilter[];

describe("equals Pillow byte for byte", () => {
  test.each(filters)("%s", (filter) => {
    const cases = vectors.resize.filter((vector) => vector.filter === filter);
    expect(cases.length).toBeGreaterThanOrEqual(12);
    for (const { from, to, rgb } of cases) {
      const resized = resize(testPicture(from[0] ?? 0, from[1] ?? 0), to[0] ?? 0, to[1] ?? 0, filter);
      expect([from, to, bytes(resized)]).toEqual([from, to, rgb]);
    }
  });

  test.each(vectors.blur)("blur of $from by $radius", ({ from, radius, rgb }) => {
    expect(bytes(gaussianBlur(testPicture(from[0] ?? 0, from[1] ?? 0), radius))).toBe(rgb);
  });
});

const side = fc.integer({ min: 1, max: 40 });
const picture = fc
  .record({ width: side, height: side })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): RgbImage => ({ width, height, data })),
  );

describe("laws", () => {
  test("the same size gives the same bytes", () => {
    fc.assert(
      fc.property(picture, fc.constantFrom(...filters), (image, filter) => {
        expect(resize(image, image.width, image.height, filter)).toBe(image);
      }),
    );
  });

  test("one colour stays that colour at any size", () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(
        colour,
        side,
        side,
        side,
        side,
        fc.constantFrom(...filters),
        (rgb, w, h, toW, toH, filter) => {
          const data = Uint8Array.from({ length: w * h * 3 }, (_, i) => rgb[i % 3] ?? 0);
          const resized = resize({ width: w, height: h, data }, toW, toH, filter);
          expect(resized.data).toEqual(Uint8Array.from({ length: toW * toH * 3 }, (_, i) => rgb[i % 3] ?? 0));
        },
      ),
    );
  });

  test("doubling by nearest and taking every second pixel gives the picture back", () => {
    fc.assert(
      fc.property(picture, (image) => {
        const twice = resize(image, image.width * 2, image.height * 2, "nearest");
        expect(resize(twice, image.width, image.height, "nearest").data).toEqual(image.data);
      }),
    );
  });

  test("a cut holds the window's pixels", () => {
    fc.assert(
      fc.property(picture, fc.nat(), fc.nat(), (image, a, b) => {
        const [x, y] = [a % image.width, b % image.height];
        const part = cut(image, { x, y, width: image.width - x, height: image.height - y });
        const last = image.data.subarray(-3);
        expect(part.data.subarray(-3)).toEqual(last);
        expect(part.data.subarray(0, 3)).toEqual(
          image.data.subarray((y * image.width + x) * 3).subarray(0, 3),
        );
      }),
    );
  });
});
