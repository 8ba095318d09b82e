/** Opaque pixels as a canvas has them: a word of 32 bits each, red in its lowest byte, 255 in its highest. */
import type { RgbImage } from "../../math/image/image.ts";

export interface WordImage {
  readonly width: number;
  readonly height: number;
  /** Row by row. May be longer than the image. */
  readonly words: Uint32Array;
}

/** The same image, a word a pixel. */
export function wordsOf({ width, height, data }: RgbImage): WordImage {
  const words = new Uint32Array(width * height);
  for (let i = 0, from = 0; i < words.length; i++, from += 3) {
    const [red, green, blue] = [data[from] as number, data[from + 1] as number, data[from + 2] as number];
    words[i] = red | (green << 8) | (blue << 16) | (255 << 24);
  }
  return { width, height, words };
}

/** The same image, three bytes a pixel, in memory of its own or in what is given. */
export function rgbOf(
  { width, height, words }: WordImage,
  room: ArrayBuffer = new ArrayBuffer(3 * width * height),
): RgbImage {
  const count = width * height;
  const data = new Uint8Array(room, 0, 3 * count);
  // Four pixels of three bytes are three words.
  const end = 3 * (count >> 2);
  const packed = new Uint32Array(room, 0, end);
  for (let i = 0, to = 0; to < end; i += 4, to += 3) {
    const [a, b] = [words[i] as number, words[i + 1] as number];
    const [c, d] = [words[i + 2] as number, words[i + 3] as number];
    packed[to] = (a & 0xffffff) | (b << 24);
    packed[to + 1] = ((b >>> 8) & 0xffff) | (c << 16);
    packed[to + 2] = ((c >>> 16) & 0xff) | (d << 8);
  }
  for (let i = count & ~3; i < count; i++) {
    const word = words[i] as number;
    for (let channel = 0; channel < 3; channel++) data[3 * i + channel] = word >>> (8 * channel);
  }
  return { width, height, data };
}
