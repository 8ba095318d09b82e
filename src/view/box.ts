/** The evidence box: stored in the unit square of the source image, used in whole source pixels. */
import type { Size } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";

/** Left, top, width and height as shares of the source image's width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The same in whole pixels of an image, completely inside it. */
export type PixelWindow = Box;

/** The minimum side of a box, in source pixels. */
export const SMALLEST_SIDE = 2;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** From `start` to `end` (shares of `length`) as whole pixels: edges are rounded, at least one pixel is kept. */
function pixelSpan(start: number, end: number, length: number): readonly [start: number, count: number] {
  const first = clamp(Math.round(start * length), 0, length - 1);
  const last = clamp(Math.round(end * length), first + 1, length);
  return [first, last - first];
}

/** The whole pixels of an image of that size that `box` covers; edges are rounded, so neighbours stay neighbours. */
export function pixelWindow(box: Box, size: Size): PixelWindow {
  const [x, width] = pixelSpan(box.x, box.x + box.width, size.width);
  const [y, height] = pixelSpan(box.y, box.y + box.height, size.height);
  return { x, y, width, height };
}

/** The inverse of `pixelWindow`. */
export function boxOfPixels(pixels: PixelWindow, size: Size): Box {
  return {
    x: pixels.x / size.width,
    y: pixels.y / size.height,
    width: pixels.width / size.width,
    height: pixels.height / size.height,
  };
}

/** What both boxes cover; null when they do not overlap. */
export function intersection(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** A box of the source in the unit square of a part of it; it extends beyond that square if it extends beyond the part. */
export function boxWithin(box: Box, frame: Box): Box {
  return {
    x: (box.x - frame.x) / frame.width,
    y: (box.y - frame.y) / frame.height,
    width: box.width / frame.width,
    height: box.height / frame.height,
  };
}

/** The inverse of `boxWithin`. */
export function boxFrom(inner: Box, frame: Box): Box {
  return {
    x: frame.x + inner.x * frame.width,
    y: frame.y + inner.y * frame.height,
    width: inner.width * frame.width,
    height: inner.height * frame.height,
  };
}

interface Span {
  readonly start: number;
  readonly count: number;
}

/** One axis of an entered box in pixels: reversed if its length is negative, clipped at the image's edges. */
function clipSpan(start: number, length: number, limit: number): Span {
  const low = clamp(Math.round(Math.min(start, start + length)), 0, limit);
  const high = clamp(Math.round(Math.max(start, start + length)), 0, limit);
  return { start: low, count: high - low };
}

/** Limits numbers far outside any image, so that the sum of two is still finite. */
const within = (value: number): number => clamp(value, -1e12, 1e12);

/**
 * A box from four numbers of a person or a file, in `pixels` of the source or in the `unit` square. A box with negative
 * sides is reversed, one that extends beyond the image is clipped, one that covers everything is accepted; the result lies
 * on whole pixels. Anything else is refused with a sentence.
 */
export function checkBox(typed: Box, unit: "pixels" | "unit", size: Size): Outcome<Box> {
  const hint = `Give x and width between 0 and ${size.width}, y and height between 0 and ${size.height} pixels.`;
  for (const side of ["x", "y", "width", "height"] as const) {
    if (!Number.isFinite(typed[side])) return failure("badInput", `The box's ${side} is not a number.`, hint);
  }
  const [acrossUnit, downUnit] = unit === "pixels" ? [1, 1] : [size.width, size.height];
  const span = (start: number, length: number, unitLength: number, limit: number): Span =>
    clipSpan(within(start * unitLength), within(length * unitLength), limit);
  const across = span(typed.x, typed.width, acrossUnit, size.width);
  const down = span(typed.y, typed.height, downUnit, size.height);
  const [least, leastDown] = [Math.min(SMALLEST_SIDE, size.width), Math.min(SMALLEST_SIDE, size.height)];
  if (across.count < least || down.count < leastDown) {
    const inside = `${across.count} × ${down.count} pixels of the image`;
    return failure("badInput", `The box covers ${inside}; each side needs at least ${SMALLEST_SIDE}.`, hint);
  }
  return success(
    boxOfPixels({ x: across.start, y: down.start, width: across.count, height: down.count }, size),
  );
}

/**
 * A crop is not enlarged beyond this many pixels a side: no model reads more, and doubling a box that covers a
 * large photograph would take a gigabyte.
 */
const largestEnlargedSide = 4096;

/** The size of a part of an image that is enlarged `scale` times. */
export function enlargedSize(part: Size, scale: number): Size {
  const longest = Math.max(part.width, part.height);
  const by = Math.min(scale, Math.max(1, largestEnlargedSide / longest));
  const enlarged = (side: number): number => Math.max(1, Math.round(side * by));
  return { width: enlarged(part.width), height: enlarged(part.height) };
}
