/** Windows for crops: the evidence with a margin, a random window, a distractor, and V-Zero's irrelevant window. */
import type { Size } from "../base/ids.ts";
import { type Random, seeded } from "../base/random.ts";
import { type Box, boxOfPixels, intersection, type PixelWindow, pixelWindow } from "./box.ts";

/**
 * The box with `margin` (a share of its width and height) on every side, rounded outwards to whole pixels and clipped at the
 * image's edges, like the training crops of the bundled models. Zooming without Zooming uses no margin.
 */
export function marginBox(box: Box, margin: number, size: Size): Box {
  const { x, y, width, height } = pixelWindow(box, size);
  const [across, down] = [margin * width, margin * height];
  const [left, top] = [Math.max(0, Math.floor(x - across)), Math.max(0, Math.floor(y - down))];
  const right = Math.min(size.width, Math.ceil(x + width + across));
  const bottom = Math.min(size.height, Math.ceil(y + height + down));
  return boxOfPixels({ x: left, y: top, width: right - left, height: bottom - top }, size);
}

function samplePlace(random: Random, { width, height }: Size, size: Size): PixelWindow {
  return {
    x: random.below(size.width - width + 1),
    y: random.below(size.height - height + 1),
    width,
    height,
  };
}

/** A box of the same size in pixels, uniformly placed in the image. */
export function randomBox(like: Box, size: Size, seed: number): Box {
  return boxOfPixels(samplePlace(seeded(seed), pixelWindow(like, size), size), size);
}

/** V-Zero halves the image before it samples the irrelevant crop (arXiv 2606.25319, figure 4). */
export const NEGATIVE_SHRINK = 2;

const TRIES = 100;

function area(box: Box | null): number {
  return box === null ? 0 : box.width * box.height;
}

export interface NegativeBox {
  /** In the unit square of the image, and so of the source. */
  readonly box: Box;
  /** Whether it overlaps the target, because no place outside it was found. */
  readonly overlaps: boolean;
}

/**
 * A window as large in pixels as the crop `like`, as far as it fits into the image of `size`, and outside `target`: the
 * first of at most 100 uniform samples that misses the target, otherwise the corner that overlaps it least.
 */
function windowOutside(like: PixelWindow, target: Box, size: Size, seed: number): NegativeBox {
  const [width, height] = [Math.min(like.width, size.width), Math.min(like.height, size.height)];
  const overlap = (box: Box): number => area(intersection(box, target));
  const random = seeded(seed);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const box = boxOfPixels(samplePlace(random, { width, height }, size), size);
    if (overlap(box) === 0) return { box, overlaps: false };
  }
  const corners = [0, size.height - height].flatMap((y) =>
    [0, size.width - width].map((x) => boxOfPixels({ x, y, width, height }, size)),
  );
  const box = corners.reduce((best, corner) => (overlap(corner) < overlap(best) ? corner : best));
  return { box, overlaps: overlap(box) > 0 };
}

/** A distractor: a window of the same size in pixels that misses `target`, shown as sharply as the evidence. */
export function wrongBox(like: Box, target: Box, size: Size, seed: number): NegativeBox {
  return windowOutside(pixelWindow(like, size), target, size, seed);
}

/**
 * V-Zero's negative crop: a window as large in pixels as the crop `like`, sampled from the image at half its size, where it
 * shows four times the area, and outside `target`. The released code does not specify how it is sampled.
 */
export function negativeBox(like: Box, target: Box, size: Size, seed: number): NegativeBox {
  const half = {
    width: Math.max(1, Math.floor(size.width / NEGATIVE_SHRINK)),
    height: Math.max(1, Math.floor(size.height / NEGATIVE_SHRINK)),
  };
  return windowOutside(pixelWindow(like, size), target, half, seed);
}
