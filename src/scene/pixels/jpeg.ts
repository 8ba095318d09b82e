/**
 * What a JPEG file does to a picture, without the file: byte for byte the pixels that libjpeg-turbo (and so Pillow)
 * gives back after writing with a quality, chroma halved both ways (4:2:0), accurate integer transforms, and smooth
 * ("fancy") enlarging of the chroma. Only the entropy coding is left out, which loses nothing.
 */
import type { RgbImage } from "../../math/image/image.ts";
import { damageBlock, newQuantiser, type Quantiser } from "./dct.ts";
import { type WordImage, wordsOf } from "./words.ts";

/** ITU-T T.81, tables K.1 and K.2, row by row. */
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const chrominance = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/** One component: `width` × `height` samples that count, in rows of `stride`, padded to whole blocks. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly rows: number;
  readonly data: Uint8ClampedArray;
}

/** Room for the planes, used by one picture after another: fresh memory is slower than the arithmetic on it. */
const rooms = {
  luma: new Uint8ClampedArray(0),
  blue: new Uint8ClampedArray(0),
  red: new Uint8ClampedArray(0),
};

function planeOf(name: keyof typeof rooms, width: number, height: number): Plane {
  const [stride, rows] = [Math.ceil(width / 8) * 8, Math.ceil(height / 8) * 8];
  if (rooms[name].length < stride * rows) rooms[name] = new Uint8ClampedArray(stride * rows);
  return { width, height, stride, rows, data: rooms[name] };
}

/** A table of quantisation at a quality from 1 to 100 (jcparam.c). */
function scaledQuantiser(base: readonly number[], quality: number): Quantiser {
  const scale = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  return newQuantiser(
    Int32Array.from(base, (value) => Math.min(255, Math.max(1, Math.trunc((value * scale + 50) / 100)))),
  );
}

/** Repeats the last column of the luma, and the last row of every plane, up to whole blocks. */
function padPlane({ width, height, stride, rows, data }: Plane, columns: boolean): void {
  for (let y = 0; columns && y < height; y++) {
    const end = y * stride + width;
    data.fill(data[end - 1] as number, end, (y + 1) * stride);
  }
  const last = data.subarray((height - 1) * stride, height * stride);
  for (let y = height; y < rows; y++) data.set(last, y * stride);
}

/** Every block of a plane. */
function quantise({ stride, rows, data }: Plane, quantiser: Quantiser): void {
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < stride; left += 8) damageBlock(data, top * stride + left, stride, quantiser);
  }
}

/** Room for a row of each halved plane: sums of chroma, of one plane and of the other. */
const blues = new Int32Array(32_768);
const reds = new Int32Array(32_768);

/** 128, and nearly a half, before 16 bits are taken off (jccolor.c). */
const center = (128 << 16) + 32767;

/**
 * Writes the luma of a row from `to` on, and adds the chroma of each two of its pixels to the sums of `count` pairs. The
 * last column is repeated as often as it takes.
 */
function splitRow(
  { width, words }: WordImage,
  y: number,
  light: Uint8ClampedArray,
  to: number,
  count: number,
) {
  const row = y * width;
  for (let x = 0; x < 2 * count; x++) {
    const column = x < width ? x : width - 1;
    const word = words[row + column] as number;
    const red = word & 255;
    const green = (word >>> 8) & 255;
    const blue = (word >>> 16) & 255;
    light[to + column] =
      (Math.imul(19595, red) + Math.imul(38470, green) + Math.imul(7471, blue) + 32768) >> 16;
    const pair = x >> 1;
    const blueness = (Math.imul(-11059, red) + Math.imul(-21709, green) + (blue << 15) + center) >> 16;
    blues[pair] = (blues[pair] as number) + blueness;
    const redness = ((red << 15) + Math.imul(-27439, green) + Math.imul(-5329, blue) + center) >> 16;
    reds[pair] = (reds[pair] as number) + redness;
  }
}

/** Luma of every pixel, and the mean chroma of each two by two, up to whole blocks of it (jcsample.c). */
function split(image: WordImage, luma: Plane, blue: Plane, red: Plane): void {
  const count = blue.stride;
  for (let y = 0; y < blue.height; y++) {
    blues.fill(0, 0, count);
    reds.fill(0, 0, count);
    splitRow(image, 2 * y, luma.data, 2 * y * luma.stride, count);
    const below = Math.min(image.height - 1, 2 * y + 1);
    splitRow(image, below, luma.data, below * luma.stride, count);
    for (let x = 0, to = y * count; x < count; x++, to++) {
      // Halves go down and up by turns along a row, so that no colour drifts.
      const bias = 1 + (x & 1);
      blue.data[to] = ((blues[x] as number) + bias) >> 2;
      red.data[to] = ((reds[x] as number) + bias) >> 2;
    }
  }
}

/** Three quarters of the nearer row and a quarter of the farther one for row `y` of the full picture (jdsample.c). */
function sumRows({ width, height, stride, data }: Plane, y: number, sums: Int32Array): void {
  const near = y >> 1;
  const far = Math.min(height - 1, Math.max(0, near + (y & 1 ? 1 : -1)));
  for (let x = 0, at = near * stride, other = far * stride; x < width; x++, at++, other++)
    sums[x] = 3 * (data[at] as number) + (data[other] as number);
  // What lies beyond the edge equals the edge.
  sums[width] = sums[width - 1] as number;
}

/**
 * One row of pixels (jdcolor.c): the chroma across the row is again three quarters of the nearer sum and a quarter of
 * the farther one, with the roundings of jdsample.c. The array clips to bytes; a row of odd width runs over by a pixel.
 */
function joinRow({ width, stride, data: light }: Plane, y: number, data: Uint8ClampedArray): void {
  let blueBefore = blues[0] as number;
  let redBefore = reds[0] as number;
  let ownBlue = blueBefore;
  let ownRed = redBefore;
  for (let next = 1, at = y * stride, to = 3 * y * width; 2 * next - 2 < width; next++, at += 2, to += 6) {
    const blueAfter = blues[next] as number;
    const redAfter = reds[next] as number;
    const blue = ((3 * ownBlue + blueBefore + 8) >> 4) - 128;
    const red = ((3 * ownRed + redBefore + 8) >> 4) - 128;
    const value = light[at] as number;
    data[to] = value + ((Math.imul(91881, red) + 32768) >> 16);
    data[to + 1] = value + ((32768 - Math.imul(22554, blue) - Math.imul(46802, red)) >> 16);
    data[to + 2] = value + ((Math.imul(116130, blue) + 32768) >> 16);
    const otherBlue = ((3 * ownBlue + blueAfter + 7) >> 4) - 128;
    const otherRed = ((3 * ownRed + redAfter + 7) >> 4) - 128;
    const other = light[at + 1] as number;
    data[to + 3] = other + ((Math.imul(91881, otherRed) + 32768) >> 16);
    data[to + 4] = other + ((32768 - Math.imul(22554, otherBlue) - Math.imul(46802, otherRed)) >> 16);
    data[to + 5] = other + ((Math.imul(116130, otherBlue) + 32768) >> 16);
    blueBefore = ownBlue;
    redBefore = ownRed;
    ownBlue = blueAfter;
    ownRed = redAfter;
  }
}

/** The three planes as pixels again. */
function join(luma: Plane, blue: Plane, red: Plane): RgbImage {
  const { width, height } = luma;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    sumRows(blue, y, blues);
    sumRows(red, y, reds);
    joinRow(luma, y, data);
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** As `damageByJpeg`, from words. */
export function damageWordsByJpeg(image: WordImage, quality: number): RgbImage {
  const luma = planeOf("luma", image.width, image.height);
  const [width, height] = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)];
  const [blue, red] = [planeOf("blue", width, height), planeOf("red", width, height)];
  split(image, luma, blue, red);
  const [ofLuma, ofChroma] = [scaledQuantiser(luminance, quality), scaledQuantiser(chrominance, quality)];
  for (const plane of [luma, blue, red]) {
    padPlane(plane, plane === luma);
    quantise(plane, plane === luma ? ofLuma : ofChroma);
  }
  return join(luma, blue, red);
}

/**
 * `image` as it comes back from a JPEG file of a quality from 1 to 100. At least five pixels wide: narrower chroma is
 * enlarged in another way by libjpeg.
 */
export function damageByJpeg(image: RgbImage, quality: number): RgbImage {
  return damageWordsByJpeg(wordsOf(image), quality);
}
