/** How things lie in a scene: the shape that each kind keeps, the box of a turned one, and the nearest place inside. */
import { margin, type Size } from "../layout/places.ts";
import type { Place } from "../scene.ts";
import type { StickerKind } from "./edited-scene.ts";

/** The shortest side that a thing can have, in pixels. */
export const shortestSide = 8;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The ratios of width to height that a kind can have. */
function shapeOf(kind: StickerKind): readonly [least: number, most: number] {
  switch (kind.dim) {
    case "ocr": {
      const usual = 0.72 * kind.text.length + 0.45;
      return [0.85 * usual, 1.2 * usual];
    }
    case "counting": {
      // The lowest sprite ends where the box does.
      const lowest = Math.max(...kind.places.map(([, y]) => y));
      const ratio = (1 - lowest) / kind.side;
      return [ratio, ratio];
    }
    case "identification":
    case "colour":
    case "structure":
    case "material":
      return [1, 1];
    default:
      return kind satisfies never;
  }
}

/** Whether a kind looks the same turned, as far as its outline goes. */
const isRound = (kind: StickerKind): boolean =>
  kind.dim === "identification" ||
  kind.dim === "material" ||
  (kind.dim === "structure" && kind.shape === "circle");

/** Rounded so far that a right angle has whole numbers. */
const tidy = (value: number): number => Math.round(1e6 * value) / 1e6;

/** Width and height of what a turned thing covers. */
function covered(kind: StickerKind, width: number, height: number, turn: number): Size {
  if (turn === 0 || isRound(kind)) return [width, height];
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return [Math.ceil(tidy(width * cos + height * sin)), Math.ceil(tidy(width * sin + height * cos))];
}

/** The box of a thing: its place, or around it where it is turned. */
export function boxOf(kind: StickerKind, place: Place, turn: number): Place {
  const [x, y, width, height] = place;
  const [across, down] = covered(kind, width, height, turn);
  return [x + Math.floor((width - across) / 2), y + Math.floor((height - down) / 2), across, down];
}

/** Width and height nearest to those wanted that a kind can have. */
function shaped(kind: StickerKind, width: number, height: number): Size {
  const [least, most] = shapeOf(kind);
  const ratio = clamp(width / height, least, most);
  const wide = Math.ceil(Math.max(Math.round(width), shortestSide * Math.max(1, ratio)));
  return [wide, Math.max(1, Math.round(wide / ratio))];
}

/** Whether a thing can lie there: inside the scene, and in the shape of its kind to the pixel. */
export function fits(kind: StickerKind, place: Place, turn: number, [width, height]: Size): boolean {
  const [, , w, h] = place;
  const [wide, high] = shaped(kind, w, h);
  const [left, top, across, down] = boxOf(kind, place, turn);
  return (
    wide === w &&
    Math.abs(high - h) <= 1 &&
    left >= margin &&
    top >= margin &&
    left + across <= width - margin &&
    top + down <= height - margin
  );
}

/** The nearest place inside the scene, in the shape of its kind: no smaller than it can be seen, no larger than there is room. */
export function fitted(kind: StickerKind, wanted: Place, turn: number, [width, height]: Size): Place {
  const [roomX, roomY] = [width - 2 * margin, height - 2 * margin];
  let [w, h] = shaped(kind, Math.max(1, wanted[2]), Math.max(1, wanted[3]));
  for (let [across, down] = covered(kind, w, h, turn); across > roomX || down > roomY; ) {
    const less = Math.min(roomX / across, roomY / down) * 0.998;
    [w, h] = shaped(kind, Math.floor(w * less), h * less);
    [across, down] = covered(kind, w, h, turn);
  }
  const [x, y] = [Math.round(wanted[0]), Math.round(wanted[1])];
  const [left, top, across, down] = boxOf(kind, [x, y, w, h], turn);
  const insideX = clamp(left, margin, width - margin - across);
  const insideY = clamp(top, margin, height - margin - down);
  return [x + insideX - left, y + insideY - top, w, h];
}
