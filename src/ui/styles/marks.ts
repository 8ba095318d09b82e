/** Pure geometry: the evidence box in whole source pixels, and the ink on tokens. */
import type { Size } from "../../base/ids.ts";
import { type PixelWindow, SMALLEST_SIDE } from "../../view/box.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The eight handles, clockwise; the letters name the sides that move. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The nearest box of whole pixels that lies in the image and has at least the smallest size. */
export function keepInside(pixels: PixelWindow, size: Size): PixelWindow {
  const width = clamp(Math.round(pixels.width), SMALLEST_SIDE, size.width);
  const height = clamp(Math.round(pixels.height), SMALLEST_SIDE, size.height);
  return {
    x: clamp(Math.round(pixels.x), 0, size.width - width),
    y: clamp(Math.round(pixels.y), 0, size.height - height),
    width,
    height,
  };
}

/** `pixels` moved by `by`, stopping at the image's edges. */
export function shift(pixels: PixelWindow, by: Point, size: Size): PixelWindow {
  return keepInside({ ...pixels, x: pixels.x + by.x, y: pixels.y + by.y }, size);
}

/** `pixels` with the sides of `handle` moved by `by`; the other sides stay where they are. */
export function resize(pixels: PixelWindow, handle: Handle, by: Point, size: Size): PixelWindow {
  let [left, top] = [pixels.x, pixels.y];
  let [right, bottom] = [pixels.x + pixels.width, pixels.y + pixels.height];
  if (handle.includes("w")) left = clamp(Math.round(left + by.x), 0, right - SMALLEST_SIDE);
  if (handle.includes("e")) right = clamp(Math.round(right + by.x), left + SMALLEST_SIDE, size.width);
  if (handle.includes("n")) top = clamp(Math.round(top + by.y), 0, bottom - SMALLEST_SIDE);
  if (handle.includes("s")) bottom = clamp(Math.round(bottom + by.y), top + SMALLEST_SIDE, size.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Along one axis: the fixed position opposite a handle, the available room, and the start for a given length. */
interface Axis {
  readonly room: number;
  readonly begin: (length: number) => number;
}

/** `side` is -1 where the near side moves, 1 where the far one does, 0 where both do, away from the middle. */
function axisOf(side: -1 | 0 | 1, from: number, length: number, whole: number): Axis {
  if (side < 0) return { room: from + length, begin: (next) => from + length - next };
  if (side > 0) return { room: whole - from, begin: () => from };
  const middle = from + length / 2;
  return { room: 2 * Math.min(middle, whole - middle), begin: (next) => middle - next / 2 };
}

const sideOf = (handle: Handle, near: string, far: string): -1 | 0 | 1 => {
  if (handle.includes(near)) return -1;
  return handle.includes(far) ? 1 : 0;
};

/** Like `resize` with a fixed aspect ratio: a side's handle changes the other two sides about their middle. */
export function resizeInShape(pixels: PixelWindow, handle: Handle, by: Point, size: Size): PixelWindow {
  const free = resize(pixels, handle, by, size);
  const ratio = pixels.width / pixels.height;
  const upright = handle === "n" || handle === "s";
  const wanted = upright ? free.height * ratio : free.width;
  const across = axisOf(sideOf(handle, "w", "e"), pixels.x, pixels.width, size.width);
  const down = axisOf(sideOf(handle, "n", "s"), pixels.y, pixels.height, size.height);
  const least = SMALLEST_SIDE * Math.max(1, ratio);
  const width = clamp(wanted, least, Math.min(across.room, down.room * ratio));
  const height = width / ratio;
  return keepInside({ x: across.begin(width), y: down.begin(height), width, height }, size);
}

/** The box with two opposite corners at `from` and `to`, clipped at the image's edges. */
export function between(from: Point, to: Point, size: Size): PixelWindow {
  const inside = (point: Point): Point => ({
    x: clamp(point.x, 0, size.width),
    y: clamp(point.y, 0, size.height),
  });
  const [a, b] = [inside(from), inside(to)];
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return keepInside({ x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }, size);
}

/** How far an arrow key moves a box: about 1/256 of the longer side, and eight times that with Shift. */
export function arrowStep(size: Size, large: boolean): number {
  const step = Math.max(1, Math.round(Math.max(size.width, size.height) / 256));
  return large ? step * 8 : step;
}

/** The direction of an arrow key, or null for another key. */
export function arrowDirection(key: string): Point | null {
  if (key === "ArrowLeft") return { x: -1, y: 0 };
  if (key === "ArrowRight") return { x: 1, y: 0 };
  if (key === "ArrowUp") return { x: 0, y: -1 };
  if (key === "ArrowDown") return { x: 0, y: 1 };
  return null;
}

/** The position of `nats` between 0 and ln 2, the maximum of JSD(0.5), as 0 to 1. */
export function scalePosition(nats: number): number {
  return clamp(nats / Math.LN2, 0, 1);
}

/** From this strength on, text on a token's colour uses the other ink, whichever direction the colour has. */
export const OTHER_INK_FROM = 0.623;
