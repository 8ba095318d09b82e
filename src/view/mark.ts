/**
 * The red box of Zooming without Zooming's released data synthesis (which Vision-OPD reuses): expanded by 5 % of
 * its width and height on each side, clipped, and outlined in red. The pixels equal those of Pillow's
 * `ImageDraw.rectangle`, with which the training images of the bundled models are drawn.
 */
import type { Size } from "../base/ids.ts";
import type { RgbImage } from "../math/image/image.ts";
import { roundToEven } from "../math/statistics/statistics.ts";
import { type Box, pixelWindow } from "./box.ts";

/** Left, top, right, bottom; right and bottom are the first pixels outside. */
export interface Corners {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the outline of `box` lies in an image of that size. */
export function outlineCorners(box: Box, size: Size): Corners {
  const { x, y, width, height } = pixelWindow(box, size);
  const [across, down] = [0.05 * width, 0.05 * height];
  return {
    left: Math.max(0, roundToEven(x - across)),
    top: Math.max(0, roundToEven(y - down)),
    right: Math.min(size.width, roundToEven(x + width + across)),
    bottom: Math.min(size.height, roundToEven(y + height + down)),
  };
}

/** 5 pixels, or 0.5 % of the short side if that is more. */
export function outlineWidth(size: Size): number {
  return Math.max(5, roundToEven(0.005 * Math.min(size.width, size.height)));
}

function paintRed(image: RgbImage, left: number, top: number, right: number, bottom: number): void {
  for (let y = Math.max(0, top); y < Math.min(image.height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(image.width, right); x++) {
      image.data.set([255, 0, 0], (y * image.width + x) * 3);
    }
  }
}

/** A copy of `image` with an outline `width` pixels thick that grows inwards from the corners. */
export function drawOutline(image: RgbImage, corners: Corners, width: number): RgbImage {
  const { left, top, right, bottom } = corners;
  const marked = { ...image, data: image.data.slice() };
  paintRed(marked, left, top, right, top + width);
  paintRed(marked, left, bottom - width, right, bottom);
  // Pillow draws the sides between the two bars, last row included; if the bars overlap, in reverse.
  const [start, end] = [top + width, bottom - width];
  const [first, last] = [Math.min(start, end), Math.max(start, end) + 1];
  paintRed(marked, left, first, left + width, last);
  paintRed(marked, right - width, first, right, last);
  return marked;
}
