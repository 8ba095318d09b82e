/** Comparison of a map's peak with the true box: boxes enlarged about their centre, and the chance of a random hit. */
import { type Box, intersection } from "./box.ts";

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Each side `factor` times as long, about the same centre, clipped at the image's edges. */
export function widened(box: Box, factor: number): Box {
  const [width, height] = [box.width * factor, box.height * factor];
  const grown = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
  return intersection(grown, WHOLE) ?? box;
}

/** Whether a point of the unit square is in the box, including its left and top edges. */
export function holdsPoint(box: Box, point: { readonly x: number; readonly y: number }): boolean {
  return point.x >= box.x && point.x < box.x + box.width && point.y >= box.y && point.y < box.y + box.height;
}

/** The probability that a random point is in the box: its share of the image. */
export function chanceOf(box: Box): number {
  return box.width * box.height;
}
