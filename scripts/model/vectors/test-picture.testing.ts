/** For tests: pictures that idefics3-tiles.vectors.py draws in the same way. */
import type { Pixels } from "../../../src/view/pixels.ts";

/** Stripes, a ramp and noise, in 32-bit arithmetic. */
export function testPicture(width: number, height: number, seed: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const noise = Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(seed, 83492791);
      data[i++] = ((x >> 4) + (y >> 3)) & 1 ? 255 : 0;
      data[i++] = (x * 3 + y * 2 + seed) & 255;
      data[i++] = (noise >>> 11) & 255;
    }
  }
  return { width, height, data };
}
