/**
 * Gaussian blur as Pillow makes it (libImaging/BoxBlur.c): three box blurs of fractional radius after Gwosdek et
 * al. (2011), edges continued outwards, 24-bit fixed point, rounded to bytes after each pass.
 */
import type { RgbImage } from "./image.ts";

const passes = 3;
const one = 2 ** 24;

/** The radius of each of the three box blurs that together have standard deviation `radius`. */
function boxRadius(radius: number): number {
  const variance = (radius * radius) / passes;
  const whole = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const excess = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
  return whole + excess / (6 * (variance - (whole + 1) ** 2));
}

/** Fixed-point weights of one box: one for each whole pixel and one for the two pixels at its ends. */
interface BoxWeights {
  readonly whole: number;
  readonly inner: number;
  readonly outer: number;
}

function boxWeights(radius: number): BoxWeights {
  const whole = Math.trunc(radius);
  const inner = Math.trunc(one / (2 * radius + 1));
  return { whole, inner, outer: Math.trunc((one - (2 * whole + 1) * inner) / 2) };
}

/**
 * One pass over a line of `length` bytes that lie in `line` behind `whole + 1` bytes of room, with as many after
 * them; the room is filled with the edges' values. Indices are in range by construction. All weights together are at most
 * 2^24, so that what is rounded stays below 2^32: products may run over 32 bits, their sum does not.
 */
function blurLine(line: Uint8Array, length: number, box: BoxWeights, out: Uint8Array): void {
  const { whole, inner, outer } = box;
  const room = whole + 1;
  line.fill(line[room] as number, 0, room);
  line.fill(line[room + length - 1] as number, room + length);
  let sum = 0;
  for (let i = 1; i < 2 * room; i++) sum += line[i] as number;
  for (let i = 0; i < length; i++) {
    const after = line[i + 2 * room] as number;
    const ends = (line[i] as number) + after;
    out[room + i] = (Math.imul(sum, inner) + Math.imul(ends, outer) + one / 2) >>> 24;
    sum += after - (line[i + 1] as number);
  }
}

/** All lines of one direction, in place: element i of a line is at `start + i * step`. Lines of zeros stay as they are. */
function blurLines(
  data: Uint8Array,
  starts: readonly number[],
  step: number,
  length: number,
  box: BoxWeights,
): void {
  const room = box.whole + 1;
  let [line, other] = [new Uint8Array(length + 2 * room), new Uint8Array(length + 2 * room)];
  for (const start of starts) {
    let any = 0;
    for (let i = 0, at = start; i < length; i++, at += step) {
      const value = data[at] as number;
      line[room + i] = value;
      any |= value;
    }
    if (any === 0) continue;
    for (let pass = 0; pass < passes; pass++) {
      blurLine(line, length, box, other);
      [line, other] = [other, line];
    }
    for (let i = 0; i < length; i++) data[start + i * step] = line[room + i] as number;
  }
}

/** The distance in pixels up to which one pixel can change another's blurred value. */
export function blurReach(radius: number): number {
  return passes * (Math.trunc(boxRadius(radius)) + 1);
}

/** One channel of `width` × `height` bytes blurred with a Gaussian of standard deviation `radius` pixels. */
export function gaussianBlurPlane(
  plane: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Uint8Array {
  const data = plane.slice();
  const box = boxWeights(boxRadius(radius));
  const rows = Array.from({ length: height }, (_, i) => i * width);
  const columns = Array.from({ length: width }, (_, i) => i);
  blurLines(data, rows, 1, width, box);
  blurLines(data, columns, width, height, box);
  return data;
}

/** `image` blurred with a Gaussian of standard deviation `radius` pixels. */
export function gaussianBlur(image: RgbImage, radius: number): RgbImage {
  if (!(radius > 0)) return image;
  const { width, height } = image;
  const data = image.data.slice();
  const box = boxWeights(boxRadius(radius));
  const rows = Array.from({ length: height * 3 }, (_, i) => Math.floor(i / 3) * width * 3 + (i % 3));
  const columns = Array.from({ length: width * 3 }, (_, i) => i);
  blurLines(data, rows, 3, width, box);
  blurLines(data, columns, width * 3, height, box);
  return { width, height, data };
}
