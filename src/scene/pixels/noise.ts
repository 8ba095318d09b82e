/** Noise on pixels, in whole numbers: the same on every machine. */
import type { Random } from "../../base/random.ts";
import { grey, type RgbImage } from "../../math/image/image.ts";

const clip = (value: number): number => Math.min(255, Math.max(0, value));

/** The sum of the four bytes of one draw about zero: nearly normal, with a deviation of 147.8. */
function grain(random: Random): number {
  const draw = random.below(4294967296);
  return (draw & 255) + ((draw >>> 8) & 255) + ((draw >>> 16) & 255) + (draw >>> 24) - 510;
}

/** Grey noise of a deviation of about `strength` · 0.578 (147.8 / 256) added to each pixel. */
export function addNoise(image: RgbImage, random: Random, strength: number): RgbImage {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const added = (grain(random) * strength) >> 8;
    for (let channel = i; channel < i + 3; channel++)
      data[channel] = clip((image.data[channel] as number) + added);
  }
  return { ...image, data };
}

/** As a scanner in black and white sees it: white where the luma is at least `threshold`, with a little noise on it. */
export function blackAndWhite(image: RgbImage, random: Random, threshold: number): RgbImage {
  const data = grey(image).data;
  for (let i = 0; i < data.length; i += 3) {
    const light = (data[i] as number) + ((grain(random) * 16) >> 8);
    data.fill(light >= threshold ? 255 : 0, i, i + 3);
  }
  return { ...image, data };
}
