/** The soft shadow under everything, at a quarter of the size: blurred and laid on the ground in our own arithmetic. */
import { gaussianBlurPlane } from "../math/blur.ts";
import { newPen } from "./canvas.ts";

/** Everything that casts a shadow, and what it falls on: opaque RGBA pixels of the same size, changed in place. */
interface Cast {
  readonly things: OffscreenCanvas;
  readonly ground: Uint8ClampedArray;
}

const colour = [18, 18, 30] as const;
const strength = 130;
const reduction = 4;

/** How much shadow falls on each quarter pixel, 0 to 255: what the things cover, a little lower and to the right. */
function coverage(things: OffscreenCanvas, width: number, height: number): Uint8Array {
  const pen = newPen(width, height);
  pen.drawImage(things, 1.25, 1.9, things.width / reduction, things.height / reduction);
  const { data } = pen.getImageData(0, 0, width, height);
  const cover = new Uint8Array(width * height);
  for (let i = 0; i < cover.length; i++)
    cover[i] = Math.trunc(((data[4 * i + 3] as number) * strength) / 255);
  return cover;
}

/** Darkens one block of pixels below (`left`, `top`); the corners are the shadows of four neighbouring quarter pixels. */
function darkenBlock(
  ground: Uint8ClampedArray,
  [width, height]: readonly [number, number],
  [left, top]: readonly [number, number],
  corners: readonly [number, number, number, number],
): void {
  const [upperLeft, upperRight, lowerLeft, lowerRight] = corners;
  for (let j = 0; j < reduction; j++) {
    const y = top + j;
    if (y < 0 || y >= height) continue;
    const low = 2 * j + 1;
    const from = upperLeft * (8 - low) + lowerLeft * low;
    const to = upperRight * (8 - low) + lowerRight * low;
    for (let i = 0; i < reduction; i++) {
      const x = left + i;
      if (x < 0 || x >= width) continue;
      const shadow = from * (7 - 2 * i) + to * (2 * i + 1);
      const at = 4 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        const own = ground[at + channel] as number;
        // 64 steps from pixel to pixel, 255 of strength.
        ground[at + channel] = own + ((colour[channel] as number) - own) * (shadow / 16320);
      }
    }
  }
}

/** Lays the shadow of the things on the ground. */
export function castShadow({ things, ground }: Cast): void {
  const size = [things.width, things.height] as const;
  const [width, height] = size.map((side) => Math.ceil(side / reduction) + 1) as [number, number];
  const shadow = gaussianBlurPlane(coverage(things, width, height), width, height, 1.6);
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      const [a, b] = [shadow[at] as number, shadow[at + 1] as number];
      const [c, d] = [shadow[at + width] as number, shadow[at + width + 1] as number];
      if ((a | b | c | d) === 0) continue;
      darkenBlock(ground, size, [reduction * x + 2, reduction * y + 2], [a, b, c, d]);
    }
  }
}
