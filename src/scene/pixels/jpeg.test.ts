/** JPEG damage against libjpeg-turbo's own bytes (jpeg.vectors.json, written by jpeg.vectors.py). */
import { describe, expect, test } from "vitest";
import type { RgbImage } from "../../math/image/image.ts";
import { damageByJpeg } from "./jpeg.ts";
import vectors from "./jpeg.vectors.json" with { type: "json" };

/** The same picture as test_picture in jpeg.vectors.py. */
function testPicture(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let state = 1n;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (state * 1103515245n + 12345n) & 0x7fffffffn;
      const disc = (x - 12) ** 2 + (y - 9) ** 2 < 50;
      const drawn = [
        (x * 5 + Number((state >> 16n) & 31n)) % 256,
        (Math.floor(x / 5) + Math.floor(y / 4)) % 2 ? 255 : 0,
        disc ? 255 : (x * 3 + y * 4) % 256,
      ];
      data.set(x < 40 ? drawn : [90, 140, 201], i);
      i += 3;
    }
  }
  return { width, height, data };
}

describe("equals libjpeg-turbo byte for byte", () => {
  test.each(vectors.cases)("$size at quality $quality", ({ size, quality, rgb }) => {
    const damaged = damageByJpeg(testPicture(size[0] ?? 0, size[1] ?? 0), quality);
    expect(Buffer.from(damaged.data).toString("base64")).toBe(rgb);
  });
});

test("the picture that was given stays as it was", () => {
  const picture = testPicture(20, 20);
  damageByJpeg(picture, 24);
  expect(picture.data).toEqual(testPicture(20, 20).data);
});

/** The upper left part of a picture. */
function part({ width, data }: RgbImage, [across, down]: readonly [number, number]): RgbImage {
  const rows = Array.from({ length: down }, (_, y) => data.subarray(3 * y * width, 3 * (y * width + across)));
  return { width: across, height: down, data: Uint8Array.from(rows.flatMap((row) => [...row])) };
}

test("a picture for which there is not memory enough yet has the blocks of its parts", () => {
  const picture = testPicture(331, 243);
  const whole = part(damageByJpeg(picture, 40), [62, 46]);
  // Chroma is enlarged with that of the next two pixels.
  expect(whole).toEqual(part(damageByJpeg(part(picture, [64, 48]), 40), [62, 46]));
});
