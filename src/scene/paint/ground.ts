/** The empty ground of a scene, in arithmetic of its own; only photographs are scaled by the canvas. */
import type { Random } from "../../base/random.ts";
import { uniform, whole } from "../chance.ts";
import type { Rgb } from "../layout/names.ts";
import type { WordImage } from "../pixels/words.ts";
import type { Scene } from "../scene.ts";
import type { Assets } from "./assets.ts";
import { reusedPen } from "./canvas.ts";

/** A random colour, mostly light and never loud: a hue, and what else a range allows. */
function tint(random: Random, low = 0.5, high = 0.98, strong = 0.5): Rgb {
  const hue = 6 * random.next();
  const saturation = uniform(random, 0.03, strong);
  const value = 255 * uniform(random, low, high);
  const channel = (turn: number): number => {
    const share = Math.min(1, Math.max(0, Math.abs(((hue + turn) % 6) - 3) - 1));
    return Math.trunc(value * (1 - saturation + saturation * share));
  };
  return [channel(0), channel(4), channel(2)];
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** 256 colours from one to another, each as the four bytes of an opaque pixel. */
function ramp(from: Rgb, to: Rgb): Uint32Array {
  const bytes = new Uint8ClampedArray(1024);
  for (let i = 0; i < 256; i++) {
    for (let channel = 0; channel < 3; channel++) {
      bytes[4 * i + channel] = Math.trunc(mix(from[channel] as number, to[channel] as number, i / 255));
    }
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

/** For each pixel of an axis: the knot before it, and the way to the next one in 256 steps, slow at both ends. */
function knots(length: number, cells: number): { readonly first: Int32Array; readonly way: Int32Array } {
  const [first, way] = [new Int32Array(length), new Int32Array(length)];
  for (let i = 0; i < length; i++) {
    const at = ((i + 0.5) * cells) / length;
    first[i] = Math.min(cells - 1, Math.trunc(at));
    const t = at - (first[i] as number);
    way[i] = Math.round(256 * t * t * (3 - 2 * t));
  }
  return { first, way };
}

/** Random values on a grid with smooth ways between them, as colours. */
function paintNoise(
  random: Random,
  { width, height, words }: WordImage,
  cells: number,
  colours: Uint32Array,
) {
  const longest = Math.max(width, height);
  const [columns, rows] = [width, height].map((side) =>
    Math.max(1, Math.round((cells * side) / longest)),
  ) as [number, number];
  const grid = Uint8Array.from({ length: (columns + 1) * (rows + 1) }, () => random.below(256));
  const [across, down] = [knots(width, columns), knots(height, rows)];
  // Where the pixels of each column of the grid begin.
  const starts = Array.from({ length: columns }, (_, x) => across.first.indexOf(x));
  const line = new Int32Array(columns + 1);
  for (let y = 0; y < height; y++) {
    const above = (down.first[y] as number) * (columns + 1);
    const share = down.way[y] as number;
    for (let x = 0; x <= columns; x++) {
      line[x] =
        (grid[above + x] as number) * (256 - share) + (grid[above + columns + 1 + x] as number) * share;
    }
    for (let column = 0; column < columns; column++) {
      const left = (line[column] as number) << 8;
      const rise = (line[column + 1] as number) - (line[column] as number);
      const end = starts[column + 1] ?? width;
      for (let x = starts[column] as number, to = y * width + x; x < end; x++, to++) {
        words[to] = colours[(left + rise * (across.way[x] as number)) >> 16] as number;
      }
    }
  }
}

/** A sine around 0 in 4,096 steps of the turn, of ±8,192: whole numbers, equal on every machine. */
const sines = Int32Array.from({ length: 4096 }, (_, i) =>
  Math.round(8192 * Math.sin((2 * Math.PI * i) / 4096)),
);
const sine = (turns: number): number => sines[turns & 4095] as number;

/** Waves that bend each other, with grain: at half the size, each colour then covers two by two pixels. */
function paintTexture(random: Random, { width, height, words }: WordImage, colours: Uint32Array): void {
  const turn = 4096 / (2 * Math.PI);
  const [f, g] = [uniform(random, 0.05, 0.25) * turn, uniform(random, 0.01, 0.25) * turn];
  const [start, bend] = [random.below(4096), (uniform(random, 0, 3) * turn) / 8192];
  const slow = g * uniform(random, 0.3, 2);
  for (let y = 0; y < height; y += 2) {
    const bent = sine(Math.trunc((y / 2) * g + start)) * bend;
    const strength = sine(Math.trunc((y / 2) * slow));
    for (let x = 0; x < width; x += 2) {
      const wave = (sine(Math.trunc((x / 2) * f + bent)) * strength) >> 13;
      // Four bytes of one draw: nearly normal, with a deviation of 148.
      const draw = Math.trunc(random.next() * 4294967296);
      const grain = (draw & 255) + ((draw >>> 8) & 255) + ((draw >>> 16) & 255) + (draw >>> 24) - 510;
      const value = Math.min(255, Math.max(0, 128 + ((wave * 89) >> 13) + Math.trunc(grain * 0.207)));
      const at = y * width + x;
      words[at] = colours[value] as number;
      if (x + 1 < width) words[at + 1] = colours[value] as number;
    }
    if (y + 1 < height) words.copyWithin((y + 1) * width, y * width, (y + 1) * width);
  }
}

/** A part of a photograph that fills the picture, its luma as colours; half of them turned left to right. */
function paintPhotograph(
  random: Random,
  { width, height, words }: WordImage,
  picture: OffscreenCanvas,
  coloursOf: () => Uint32Array,
): void {
  const pen = reusedPen("ground", width, height);
  const zoom = uniform(random, 1, 1.5) * Math.max(width / picture.width, height / picture.height);
  const [partWidth, partHeight] = [width / zoom, height / zoom];
  const x = uniform(random, 0, picture.width - partWidth);
  const y = uniform(random, 0, picture.height - partHeight);
  pen.imageSmoothingQuality = "low";
  if (random.next() < 0.5) pen.setTransform(-1, 0, 0, 1, width, 0);
  pen.drawImage(picture, x, y, partWidth, partHeight, 0, 0, width, height);
  const seen = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const colours = coloursOf();
  for (let i = 0; i < seen.length; i++) {
    const word = seen[i] as number;
    const red = 19595 * (word & 255);
    const grey = (red + 38470 * ((word >>> 8) & 255) + 7471 * ((word >>> 16) & 255) + 0x8000) >> 16;
    words[i] = colours[grey] as number;
  }
}

/** Paints the ground of a scene over a picture of its size. */
export function paintGround(scene: Scene, random: Random, assets: Assets, image: WordImage): void {
  const [from, other] = [tint(random), tint(random)];
  const between = (to: Rgb, share: number): Rgb =>
    [0, 1, 2].map((i) => mix(from[i] as number, to[i] as number, share)) as unknown as Rgb;
  switch (scene.background) {
    case "plain":
      image.words.fill(ramp(from, from)[0] as number);
      return;
    case "soft":
      paintNoise(random, image, 1, ramp(from, other));
      return;
    case "clouds":
      paintNoise(random, image, whole(random, 3, 8), ramp(from, between(other, 0.6)));
      return;
    case "texture": {
      const darker = between([0, 0, 0], 1 - uniform(random, 0.72, 0.92));
      paintTexture(random, image, ramp(from, darker));
      return;
    }
    default:
      paintPhotograph(random, image, assets.picture("photos", scene.background), () =>
        ramp(tint(random, 0.15, 0.5, 0.5), tint(random, 0.85, 1, 0.3)),
      );
  }
}
