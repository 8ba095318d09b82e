/** The soft shadow under everything, at a quarter of the size: blurred and laid on the ground in our own arithmetic. */
import { gaussianBlurPlane } from "../../math/image/blur.ts";
import type { WordImage } from "../pixels/words.ts";
import { reusedPen } from "./canvas.ts";

/** Red and green, and blue. */
const [warm, cold] = [18, 30];
const strength = 130;
const reduction = 4;

/** How much shadow falls on each quarter pixel, 0 to 255: what the things cover, a little lower and to the right. */
function coverage(things: OffscreenCanvas, width: number, height: number): Uint8Array {
  const pen = reusedPen("shadow", width, height);
  // Four samples of sixteen are enough for what is blurred next.
  pen.imageSmoothingQuality = "low";
  pen.drawImage(things, 1.25, 1.9, things.width / reduction, things.height / reduction);
  const { data } = pen.getImageData(0, 0, width, height);
  const cover = new Uint8Array(width * height);
  for (let i = 0; i < cover.length; i++)
    cover[i] = Math.trunc(((data[4 * i + 3] as number) * strength) / 255);
  return cover;
}

/** Added to a small number and taken off again, it leaves the nearest whole number, the even one of two. */
const rounding = 1.5 * 2 ** 52;

/** A channel that goes that share of the way to a shadow's. */
function darken(own: number, shadow: number, share: number): number {
  return own + (shadow - own) * share + rounding - rounding;
}

/** 64 steps from pixel to pixel in each direction, 255 of strength. */
const steps = 64 * 255;
const shares = Float64Array.from({ length: steps + 1 }, (_, i) => i / steps);

/** Pixels between four quarter pixels: from the left one on, from the top row up to another. */
interface Cell {
  left: number;
  top: number;
  bottom: number;
}

/**
 * Darkens a cell whose corners have the shadows `a` and `b` above, `c` and `d` below. Of what lies outside the ground
 * nothing is done.
 */
function darkenCell(
  { width, words }: WordImage,
  { left, top, bottom }: Cell,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  const count = Math.min(reduction, width - left);
  for (let y = top, low = 1; y < bottom; y++, low += 2) {
    // The shadows at the ends of the row, times eight.
    const [from, to] = [a * (8 - low) + c * low, b * (8 - low) + d * low];
    const step = 2 * (to - from);
    const end = y * width + left + count;
    for (let at = end - count, part = 7 * from + to; at < end; at++, part += step) {
      const share = shares[part] as number;
      const word = words[at] as number;
      const red = darken(word & 255, warm, share);
      const green = darken((word >>> 8) & 255, warm, share);
      const blue = darken((word >>> 16) & 255, cold, share);
      words[at] = red | (green << 8) | (blue << 16) | (255 << 24);
    }
  }
}

/** Bytes as they are under even shadow: of red and green, then of blue; made when they are first needed. */
const evenly: (Uint8Array | undefined)[] = [];

function evenBytes(shadow: number): Uint8Array {
  const share = shares[64 * shadow] as number;
  const bytes =
    evenly[shadow] ??
    Uint8Array.from({ length: 512 }, (_, i) => darken(i & 255, i < 256 ? warm : cold, share));
  evenly[shadow] = bytes;
  return bytes;
}

/** As `darkenCell`, where all four shadows are the same. */
function darkenEvenly({ width, words }: WordImage, { left, top, bottom }: Cell, shadow: number): void {
  const bytes = evenBytes(shadow);
  const count = Math.min(reduction, width - left);
  for (let y = top; y < bottom; y++) {
    const end = y * width + left + count;
    for (let at = end - count; at < end; at++) {
      const word = words[at] as number;
      const red = bytes[word & 255] as number;
      const green = bytes[(word >>> 8) & 255] as number;
      const blue = bytes[256 + ((word >>> 16) & 255)] as number;
      words[at] = red | (green << 8) | (blue << 16) | (255 << 24);
    }
  }
}

/** Lays the shadow of the things, which are a picture of the same size, on the ground. */
export function castShadow(things: OffscreenCanvas, ground: WordImage): void {
  const width = Math.ceil(ground.width / reduction) + 1;
  const height = Math.ceil(ground.height / reduction) + 1;
  const shadow = gaussianBlurPlane(coverage(things, width, height), width, height, 1.6);
  const cell = { left: 0, top: 0, bottom: 0 };
  for (let y = 0; y + 1 < height; y++) {
    cell.top = reduction * y + 2;
    cell.bottom = Math.min(cell.top + reduction, ground.height);
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      const a = shadow[at] as number;
      const b = shadow[at + 1] as number;
      const c = shadow[at + width] as number;
      const d = shadow[at + width + 1] as number;
      if ((a | b | c | d) === 0) continue;
      cell.left = reduction * x + 2;
      if (a === b && a === c && a === d) darkenEvenly(ground, cell, a);
      else darkenCell(ground, cell, a, b, c, d);
    }
  }
}
