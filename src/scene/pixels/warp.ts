/** Perspective on pixels: a picture as seen through four corners, in arithmetic that every machine does alike. */
import type { RgbImage } from "../../math/image/image.ts";

export type Point = readonly [x: number, y: number];

/** Where the corners of the unit square come from: upper left, upper right, lower right, lower left. */
export type Corners = readonly [Point, Point, Point, Point];

/** The eight numbers of a projective map, whose ninth is 1, row by row. */
export type Projection = readonly [number, number, number, number, number, number, number, number];

/**
 * The projective map that takes the corners of the unit square to `corners` (Heckbert 1989, section 2.2.3): the only one
 * there is, where no three of them lie on a line.
 */
export function projectionTo([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Corners): Projection {
  const [sumX, sumY] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const divisor = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / divisor;
  const h = (dx1 * sumY - sumX * dy1) / divisor;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

/** Where a map takes a point. */
export function project([a, b, c, d, e, f, g, h]: Projection, [x, y]: Point): Point {
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** The map that takes points back. */
export function inverse([a, b, c, d, e, f, g, h]: Projection): Projection {
  const scale = 1 / (a * e - b * d);
  return [
    (e - f * h) * scale,
    (c * h - b) * scale,
    (b * f - c * e) * scale,
    (f * g - d) * scale,
    (a - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
  ];
}

/** One channel between four pixels; `x` and `y` are whole and inside, `u` and `v` the ways to the next ones. */
function between(image: RgbImage, x: number, y: number, u: number, v: number, channel: number): number {
  const { width, height, data } = image;
  const right = Math.min(x + 1, width - 1);
  const below = Math.min(y + 1, height - 1);
  const at = (column: number, row: number): number => data[(row * width + column) * 3 + channel] as number;
  const upper = at(x, y) * (1 - u) + at(right, y) * u;
  const lower = at(x, below) * (1 - u) + at(right, below) * u;
  return Math.floor(upper * (1 - v) + lower * v + 0.5);
}

/**
 * A picture of `width` × `height` whose corners are at `corners` of `image`, in its pixels: bilinear between pixel
 * centres, edges continued outwards, rounded to bytes.
 */
export function warp(image: RgbImage, corners: Corners, width: number, height: number): RgbImage {
  const map = projectionTo(corners);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [sourceX, sourceY] = project(map, [(x + 0.5) / width, (y + 0.5) / height]);
      const column = Math.min(image.width - 1, Math.max(0, sourceX - 0.5));
      const row = Math.min(image.height - 1, Math.max(0, sourceY - 0.5));
      const [left, top] = [Math.floor(column), Math.floor(row)];
      for (let channel = 0; channel < 3; channel++) {
        data[to + channel] = between(image, left, top, column - left, row - top, channel);
      }
    }
  }
  return { width, height, data };
}
