/**
 * What a JPEG file does to a picture, without the file: byte for byte the pixels that libjpeg-turbo (and so Pillow)
 * gives back after writing with a quality, chroma halved both ways (4:2:0), accurate integer transforms, and smooth
 * ("fancy") enlarging of the chroma. Only the entropy coding is left out, which loses nothing.
 */
import type { RgbImage } from "../../math/image/image.ts";
import { forwardDct, inverseDct, inverseOfConstant } from "./dct.ts";

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

function newPlane(width: number, height: number): Plane {
  const [stride, rows] = [Math.ceil(width / 8) * 8, Math.ceil(height / 8) * 8];
  return { width, height, stride, rows, data: new Uint8ClampedArray(stride * rows) };
}

/** A table of quantisation at a quality from 1 to 100 (jcparam.c). */
function scaledTable(base: readonly number[], quality: number): Int32Array {
  const scale = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  return Int32Array.from(base, (value) => Math.min(255, Math.max(1, Math.trunc((value * scale + 50) / 100))));
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

/** Room for the block at hand. */
const block = new Int32Array(64);

/** A coefficient, which comes eight times as large as JPEG's, as the nearest multiple of `step`. */
function roundTo(step: number, value: number): number {
  const size = value < 0 ? -value : value;
  const half = step << 2;
  if (size < half) return 0;
  const rounded = (((size + half) / (step << 3)) | 0) * step;
  return value < 0 ? -rounded : rounded;
}

/** All coefficients rounded to multiples of the table's values; whether any but the first is left. */
function roundBlock(table: Int32Array): boolean {
  block[0] = roundTo(table[0] as number, block[0] as number);
  let left = 0;
  for (let i = 1; i < 64; i++) {
    const value = roundTo(table[i] as number, block[i] as number);
    block[i] = value;
    left |= value;
  }
  return left !== 0;
}

/** Takes one block of a plane; whether its samples differ. */
function loadBlock(data: Uint8ClampedArray, corner: number, stride: number): boolean {
  const first = data[corner] as number;
  let differ = 0;
  for (let i = 0, row = corner; i < 64; row += stride) {
    for (let x = row; x < row + 8; x++, i++) {
      const sample = data[x] as number;
      differ |= sample ^ first;
      block[i] = sample - 128;
    }
  }
  return differ !== 0;
}

/** One value for all samples of a block. The array clips to bytes, here and below. */
function fillBlock(data: Uint8ClampedArray, corner: number, stride: number, value: number): void {
  for (let row = corner; row < corner + 8 * stride; row += stride) data.fill(value, row, row + 8);
}

/** One block of a plane, transformed, rounded to multiples of the table's values, and transformed back. */
function quantiseBlock(data: Uint8ClampedArray, corner: number, stride: number, table: Int32Array): void {
  if (loadBlock(data, corner, stride)) {
    forwardDct(block);
  } else {
    block[0] = 64 * (block[0] as number);
    block.fill(0, 1);
  }
  if (!roundBlock(table)) {
    fillBlock(data, corner, stride, inverseOfConstant(block[0] as number) + 128);
    return;
  }
  inverseDct(block);
  for (let i = 0, row = corner; i < 64; row += stride) {
    for (let x = row; x < row + 8; x++, i++) data[x] = (block[i] as number) + 128;
  }
}

/** Every block of a plane. */
function quantise({ stride, rows, data }: Plane, table: Int32Array): void {
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < stride; left += 8) quantiseBlock(data, top * stride + left, stride, table);
  }
}

const center = 128 << 16;

/**
 * Luma of every pixel, and the mean chroma of each two by two (jccolor.c, jcsample.c). The picture's last column is
 * repeated before the chroma is halved, up to whole blocks of it.
 */
function split({ width, height, data }: RgbImage, luma: Plane, blue: Plane, red: Plane): void {
  const light = luma.data;
  for (let y = 0; y < blue.height; y++) {
    const upper = 2 * y;
    const lower = Math.min(height - 1, upper + 1);
    for (let x = 0; x < blue.stride; x++) {
      let sumBlue = 0;
      let sumRed = 0;
      for (let corner = 0; corner < 4; corner++) {
        const wanted = 2 * x + (corner & 1);
        const column = wanted < width ? wanted : width - 1;
        const row = corner < 2 ? upper : lower;
        const from = (row * width + column) * 3;
        const r = data[from] as number;
        const g = data[from + 1] as number;
        const b = data[from + 2] as number;
        light[row * luma.stride + column] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
        sumBlue += (-11059 * r - 21709 * g + 32768 * b + center + 32767) >> 16;
        sumRed += (32768 * r - 27439 * g - 5329 * b + center + 32767) >> 16;
      }
      // Halves go down and up by turns along a row, so that no colour drifts.
      const bias = 1 + (x & 1);
      blue.data[y * blue.stride + x] = (sumBlue + bias) >> 2;
      red.data[y * red.stride + x] = (sumRed + bias) >> 2;
    }
  }
}

/**
 * Row `y` of a halved plane at full size: three quarters of the nearer sample and a quarter of the farther one, down
 * and then across, with the roundings of jdsample.c. `sums` has room for a row of the plane.
 */
function enlargeRow(plane: Plane, y: number, sums: Int32Array, out: Int32Array): void {
  const { width, height, stride, data } = plane;
  const near = y >> 1;
  const far = Math.min(height - 1, Math.max(0, near + (y & 1 ? 1 : -1)));
  for (let x = 0; x < width; x++) {
    sums[x] = 3 * (data[near * stride + x] as number) + (data[far * stride + x] as number);
  }
  // What lies beyond the edges equals the edges.
  let before = sums[0] as number;
  for (let x = 0; x < width; x++) {
    const own = sums[x] as number;
    const after = x + 1 < width ? (sums[x + 1] as number) : own;
    out[2 * x] = (3 * own + before + 8) >> 4;
    out[2 * x + 1] = (3 * own + after + 7) >> 4;
    before = own;
  }
}

/** The three planes as pixels again (jdcolor.c). */
function join(luma: Plane, blue: Plane, red: Plane): RgbImage {
  const { width, height } = luma;
  // It clips to bytes.
  const data = new Uint8ClampedArray(width * height * 3);
  const sums = new Int32Array(blue.width);
  const blues = new Int32Array(2 * blue.width);
  const reds = new Int32Array(2 * blue.width);
  for (let y = 0, to = 0; y < height; y++) {
    enlargeRow(blue, y, sums, blues);
    enlargeRow(red, y, sums, reds);
    const row = y * luma.stride;
    for (let x = 0; x < width; x++, to += 3) {
      const light = luma.data[row + x] as number;
      const b = (blues[x] as number) - 128;
      const r = (reds[x] as number) - 128;
      data[to] = light + ((91881 * r + 32768) >> 16);
      data[to + 1] = light + ((-22554 * b + 32768 - 46802 * r) >> 16);
      data[to + 2] = light + ((116130 * b + 32768) >> 16);
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/**
 * `image` as it comes back from a JPEG file of a quality from 1 to 100. At least five pixels wide: narrower chroma is
 * enlarged in another way by libjpeg.
 */
export function damageByJpeg(image: RgbImage, quality: number): RgbImage {
  const luma = newPlane(image.width, image.height);
  const halved = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)] as const;
  const [blue, red] = [newPlane(...halved), newPlane(...halved)];
  split(image, luma, blue, red);
  const tables = [scaledTable(luminance, quality), scaledTable(chrominance, quality)] as const;
  for (const plane of [luma, blue, red]) {
    padPlane(plane, plane === luma);
    quantise(plane, plane === luma ? tables[0] : tables[1]);
  }
  return join(luma, blue, red);
}
