/**
 * What a JPEG file does to a picture, without the file: byte for byte the pixels that libjpeg-turbo (and so Pillow)
 * gives back after writing with a quality, chroma halved both ways (4:2:0), accurate integer transforms, and smooth
 * ("fancy") enlarging of the chroma. Only the entropy coding is left out, which loses nothing.
 */
import type { RgbImage } from "../../math/image/image.ts";
import { assemble } from "./simd/assembler.ts";
import { joinRow, splitRows, sumRows } from "./simd/colour.ts";
import { damageBlocks, quantiserBytes, writeQuantiser } from "./simd/transform.ts";
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

/** A table of quantisation at a quality from 1 to 100 (jcparam.c). */
function scaledSteps(base: readonly number[], quality: number): readonly number[] {
  const scale = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  return base.map((value) => Math.min(255, Math.max(1, Math.trunc((value * scale + 50) / 100))));
}

const code = { splitRows, damageBlocks, sumRows, joinRow };

/** The machine's own functions, made when the first picture comes; their memory is used by one picture after another. */
let made: ReturnType<typeof assemble<keyof typeof code>> | null = null;

/** Where everything lies in the memory of a picture's size. Rows are padded to whole pairs of blocks. */
function layoutFor(width: number, height: number) {
  const stride = Math.ceil(width / 16) * 16;
  const [lumaRows, chromaRows] = [Math.ceil(height / 8) * 8, Math.ceil(height / 16) * 8];
  let end = 0;
  const room = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  return {
    stride,
    lumaRows,
    chromaRows,
    ofLuma: room(quantiserBytes),
    ofChroma: room(quantiserBytes),
    // A sum before the first and one behind the last.
    blueSums: room(stride + 4),
    redSums: room(stride + 4),
    luma: room(stride * lumaRows),
    blue: room((stride / 2) * chromaRows),
    red: room((stride / 2) * chromaRows),
    // The pixels that come back take the place of those that came, and are written by sixteens.
    words: room(4 * stride * height + 64),
    end,
  };
}

type Layout = ReturnType<typeof layoutFor>;

/** The functions, with memory for such a picture. */
function machineFor({ end }: Layout): NonNullable<typeof made> {
  made ??= assemble(code);
  const missing = Math.ceil((end - made.memory.buffer.byteLength) / 65_536);
  if (missing > 0) made.memory.grow(missing);
  return made;
}

/** Puts the words into memory, the last of each row repeated up to whole pairs of blocks. */
function place(
  { width, height, words }: WordImage,
  { stride, words: at }: Layout,
  memory: ArrayBuffer,
): void {
  const to = new Uint32Array(memory, at, stride * height);
  if (stride === width) {
    to.set(words.subarray(0, width * height));
    return;
  }
  for (let y = 0; y < height; y++) {
    to.set(words.subarray(y * width, (y + 1) * width), y * stride);
    to.fill(words[(y + 1) * width - 1] as number, y * stride + width, (y + 1) * stride);
  }
}

/** Repeats the last row of a plane up to whole blocks. */
function padRows(bytes: Uint8Array, plane: number, stride: number, height: number, rows: number): void {
  const last = plane + (height - 1) * stride;
  for (let y = height; y < rows; y++) bytes.copyWithin(plane + y * stride, last, last + stride);
}

/** The pixels as planes, damaged. */
function damagePlanes(
  height: number,
  layout: Layout,
  quality: number,
  machine: NonNullable<typeof made>,
): void {
  const { stride, lumaRows, chromaRows, luma, blue, red, words, ofLuma, ofChroma } = layout;
  const { buffer } = machine.memory;
  const half = stride / 2;
  for (let y = 0; y < height; y += 2) {
    const below = Math.min(height - 1, y + 1);
    const [upper, lower] = [words + 4 * stride * y, words + 4 * stride * below];
    const chroma = (half * y) / 2;
    const [above, beneath] = [luma + stride * y, luma + stride * below];
    machine.splitRows(upper, lower, above, beneath, blue + chroma, red + chroma, stride / 16);
  }
  writeQuantiser(buffer, ofLuma, scaledSteps(luminance, quality));
  writeQuantiser(buffer, ofChroma, scaledSteps(chrominance, quality));
  const bytes = new Uint8Array(buffer);
  padRows(bytes, luma, stride, height, lumaRows);
  machine.damageBlocks(luma, stride, stride / 8, lumaRows / 8, ofLuma);
  for (const plane of [blue, red]) {
    padRows(bytes, plane, half, Math.ceil(height / 2), chromaRows);
    machine.damageBlocks(plane, half, half / 8, chromaRows / 8, ofChroma);
  }
}

/** The planes as pixels again (jdsample.c): chroma of the nearer and of the farther row, then of the columns. */
function joinPlanes(
  width: number,
  height: number,
  layout: Layout,
  machine: NonNullable<typeof made>,
): Uint8Array {
  const { stride, luma, blue, red, blueSums, redSums, words } = layout;
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = stride / 2;
  const planes = (
    [
      [blue, blueSums],
      [red, redSums],
    ] as const
  ).map(([plane, at]) => ({
    plane,
    at,
    sums: new Int16Array(machine.memory.buffer, at, half + 2),
  }));
  for (let y = 0; y < height; y++) {
    const near = y >> 1;
    const far = Math.min(down - 1, Math.max(0, near + (y & 1 ? 1 : -1)));
    for (const { plane, at, sums } of planes) {
      machine.sumRows(plane + near * half, plane + far * half, at + 2, half / 8);
      // What lies beyond the edges equals the edges.
      sums[0] = sums[1] as number;
      sums[across + 1] = sums[across] as number;
    }
    machine.joinRow(luma + y * stride, blueSums, redSums, words + 3 * width * y, stride / 16);
  }
  return new Uint8Array(machine.memory.buffer, words, 3 * width * height);
}

/** As `damageByJpeg`, from words. The memory of its pixels is that of the next picture: use it before. */
export function damageWordsByJpeg(image: WordImage, quality: number): RgbImage {
  const { width, height } = image;
  const layout = layoutFor(width, height);
  const machine = machineFor(layout);
  place(image, layout, machine.memory.buffer);
  damagePlanes(height, layout, quality, machine);
  return { width, height, data: joinPlanes(width, height, layout, machine) };
}

/**
 * `image` as it comes back from a JPEG file of a quality from 1 to 100. At least five pixels wide: narrower chroma is
 * enlarged in another way by libjpeg.
 */
export function damageByJpeg(image: RgbImage, quality: number): RgbImage {
  const damaged = damageWordsByJpeg(wordsOf(image), quality);
  return { ...damaged, data: damaged.data.slice() };
}
