/** Printed lines alone: 32 pixels high, as a reader of text is trained on them. */
import type { Random } from "../../base/random.ts";
import { gaussianBlur } from "../../math/image/blur.ts";
import { grey, type RgbImage, resize } from "../../math/image/image.ts";
import { chanceOf, pick, uniform, whole } from "../chance.ts";
import { colourNames, type Rgb } from "../layout/names.ts";
import { damageByJpeg } from "../pixels/jpeg.ts";
import { addNoise, blackAndWhite } from "../pixels/noise.ts";
import { type Corners, inverse, type Point, project, projectionTo, warp } from "../pixels/warp.ts";
import { edgesOf, type Face, faces, facesOf, inkOf } from "../text/faces.ts";
import { longestLine, printedText } from "../text/text.ts";
import { newPen, type Pen } from "./canvas.ts";
import { css, mixed, shade } from "./colour.ts";
import { withoutAlpha } from "./paint.ts";
import type { CharacterBox } from "./sign.ts";

export const lineHeight = 32;
export const widestLine = 512;

/** Lines are painted at twice their size, in the middle of a canvas of four times their height. */
const scale = 2;
const painted = scale * lineHeight;

export interface Line {
  readonly seed: number;
  readonly text: string;
  readonly font: Face;
}

export interface PaintedLine {
  readonly image: RgbImage;
  readonly characters: readonly CharacterBox[];
}

/** The line of a seed. Faces of receipts are more frequent, since they are the hardest to read. */
export function lineOf(seed: number): Line {
  const random = chanceOf(seed, "line");
  const font = pick(random, random.next() < 0.35 ? facesOf("mono", "typewriter", "dots", "narrow") : faces);
  return { seed, font, text: printedText(random, longestLine) };
}

/** Type of a size, how much wider than designed, with more room between letters, and bolder, in pixels. */
interface Type {
  readonly font: Face;
  readonly size: number;
  readonly stretch: number;
  readonly spacing: number;
  readonly bold: number;
}

function newType(font: Face, random: Random): Type {
  const { top, bottom } = inkOf(font);
  const size = (painted * uniform(random, 0.6, 0.97)) / (top + bottom);
  const stretch = random.next() < 0.25 ? uniform(random, 0.82, 1.2) : 1;
  const spacing = random.next() < 0.2 ? uniform(random, 0, 0.14) * size : 0;
  return { font, size, stretch, spacing, bold: random.next() < 0.2 ? uniform(random, 0.01, 0.05) * size : 0 };
}

/** Where the characters of a text begin and end. */
function edges({ font, size, stretch, spacing }: Type, text: string): readonly number[] {
  return edgesOf(font, text).map((edge, i) => edge * size * stretch + i * spacing);
}

/** Prints a text character by character, its baseline at `y`. */
function print(pen: Pen, type: Type, text: string, x: number, y: number): void {
  pen.font = `${type.size}px "${type.font}"`;
  pen.textRendering = "geometricPrecision";
  const starts = edges(type, text);
  for (const [i, character] of [...text].entries()) {
    pen.setTransform(type.stretch, 0, 0, 1, x + (starts[i] as number), y);
    pen.fillText(character, 0, 0);
    if (type.bold > 0) pen.strokeText(character, 0, 0);
  }
  pen.resetTransform();
}

const black: Rgb = [10, 10, 14];
const white: Rgb = [255, 255, 255];

/** Paper and ink: dark on light, light on dark, coloured, or pale. */
function newColours(random: Random): { readonly paper: Rgb; readonly ink: Rgb } {
  const tint = shade(pick(random, colourNames), random);
  const light = mixed(white, tint, uniform(random, 0, 0.2));
  const dark = mixed(black, tint, uniform(random, 0, 0.3));
  switch (random.below(8)) {
    case 0:
      return { paper: dark, ink: light };
    case 1:
      return { paper: tint, ink: 0.3 * tint[0] + 0.59 * tint[1] + 0.11 * tint[2] > 140 ? black : white };
    case 2: {
      const paper = mixed(white, black, uniform(random, 0.05, 0.5));
      return { paper, ink: mixed(paper, black, uniform(random, 0.4, 0.7)) };
    }
    default:
      return {
        paper: mixed(white, black, uniform(random, 0, 0.15)),
        ink: mixed(black, white, uniform(random, 0, 0.4)),
      };
  }
}

/** The line with what stands above and below it. */
function paintPage(line: Line, type: Type, width: number, left: number, random: Random): RgbImage {
  const pen = newPen(width, 2 * painted);
  const { paper, ink } = newColours(random);
  const wash = pen.createLinearGradient(0, 0, width, 2 * painted);
  wash.addColorStop(0, css(paper));
  wash.addColorStop(
    1,
    css(mixed(paper, random.next() < 0.5 ? black : white, random.next() < 0.3 ? 0.25 : 0)),
  );
  pen.fillStyle = wash;
  pen.fillRect(0, 0, width, 2 * painted);
  pen.fillStyle = css(ink);
  pen.strokeStyle = css(ink);
  pen.lineWidth = type.bold;
  const { top, bottom } = inkOf(type.font);
  const baseline = painted + ((top - bottom) * type.size) / 2;
  print(pen, type, line.text, left, baseline);
  const step = (top + bottom + uniform(random, 0.08, 0.5)) * type.size;
  for (const side of [-1, 1]) {
    const kind = random.next();
    if (kind < 0.5) print(pen, type, printedText(random, longestLine), left, baseline + side * step);
    else if (kind < 0.58) pen.fillRect(0, baseline + side * 0.55 * step, width, 2);
  }
  return withoutAlpha(pen.getImageData(0, 0, width, 2 * painted));
}

/** The corners that are seen: a little turned (1.2 degrees at most), and often not quite from the front. */
function newCorners(width: number, random: Random): Corners {
  const steepest = Math.min(0.021, 9 / width);
  const rise = (random.next() < 0.6 ? uniform(random, -steepest, steepest) : 0) * width;
  const [top, bottom] = [painted / 2, painted / 2 + painted];
  const slanted = random.next() < 0.4;
  const moved = (x: number, y: number): Point =>
    slanted ? [x + uniform(random, -3, 3), y + uniform(random, -3.5, 3.5)] : [x, y];
  return [
    moved(0, top - rise / 2),
    moved(width, top + rise / 2),
    moved(width, bottom + rise / 2),
    moved(0, bottom - rise / 2),
  ];
}

/** In black and white: the threshold lies between the darkest and the lightest pixel, near the middle. */
function scan(image: RgbImage, random: Random): RgbImage {
  const light = grey(image).data;
  let [darkest, lightest] = [255, 0];
  for (const value of light) {
    if (value < darkest) darkest = value;
    if (value > lightest) lightest = value;
  }
  return blackAndWhite(image, random, darkest + (lightest - darkest) * uniform(random, 0.38, 0.62));
}

/** What a camera, a scanner and a file do to it. */
function damage(image: RgbImage, random: Random): RgbImage {
  let seen = image;
  if (random.next() < 0.3) {
    const height = whole(random, 13, 26);
    const small = resize(
      seen,
      Math.max(1, Math.round((image.width * height) / lineHeight)),
      height,
      "bilinear",
    );
    seen = resize(small, image.width, lineHeight, "bicubic");
  }
  if (random.next() < 0.3) seen = gaussianBlur(seen, uniform(random, 0.3, 1.1));
  if (random.next() < 0.14) return scan(seen, random);
  if (random.next() < 0.4) seen = addNoise(seen, random, whole(random, 8, 60));
  return random.next() < 0.6 ? damageByJpeg(seen, whole(random, 24, 92)) : seen;
}

/** The box round a rectangle of the painted page, in the pixels of the picture. */
function seenBox(
  toUnit: (point: Point) => Point,
  [left, top, right, bottom]: readonly [number, number, number, number],
  width: number,
): readonly [x: number, y: number, width: number, height: number] {
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  const points = corners.map(toUnit);
  const across = points.map(([x]) => Math.min(width, Math.max(0, x * width)));
  const down = points.map(([, y]) => Math.min(lineHeight, Math.max(0, y * lineHeight)));
  const [x, y] = [Math.min(...across), Math.min(...down)];
  return [x, y, Math.max(...across) - x, Math.max(...down) - y];
}

/** The picture of a line; wider ones than 512 pixels are squeezed. The line's face must be at hand. */
export function paintLine(line: Line): PaintedLine {
  const random = chanceOf(line.seed, "painting");
  const type = newType(line.font, random);
  const starts = edges(type, line.text);
  const left = uniform(random, 2, 22);
  const page = Math.max(16, Math.ceil(left + (starts.at(-1) ?? 0) + uniform(random, 2, 22)));
  const corners = newCorners(page, random);
  const width = Math.min(widestLine, Math.round(page / scale));
  const image = damage(warp(paintPage(line, type, page, left, random), corners, width, lineHeight), random);
  const toUnit = inverse(projectionTo(corners));
  const { top, bottom } = inkOf(type.font);
  const middle = ((top + bottom) * type.size) / 2;
  const characters = [...line.text].map((character, i) => {
    const [from, to] = [left + (starts[i] as number), left + (starts[i + 1] as number) - type.spacing];
    const box = [from, painted - middle, to, painted + middle] as const;
    return [character, ...seenBox((point) => project(toUnit, point), box, width)] as const;
  });
  return { image, characters };
}
