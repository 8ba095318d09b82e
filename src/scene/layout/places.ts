/** Where boxes find room in a scene. */
import type { Random } from "../../base/random.ts";
import type { Place } from "../scene.ts";

export type Size = readonly [width: number, height: number];

/** From the scene's edge, and between boxes, in pixels. */
export const margin = 6;
const gap = 12;

/** Whether a box comes nearer than the gap to another one. */
export function overlaps([x, y, w, h]: Place, others: readonly Place[]): boolean {
  return others.some(
    ([left, top, width, height]) =>
      x < left + width + gap && left < x + w + gap && y < top + height + gap && top < y + h + gap,
  );
}

/** Width and height of a thing of that share of the scene and that aspect. */
export function sizeOf(
  { area, aspect }: { readonly area: number; readonly aspect: number },
  [width, height]: Size,
): Size {
  const side = Math.sqrt(area * width * height * aspect);
  return [Math.max(20, Math.round(side)), Math.max(14, Math.round(side / aspect))];
}

/** A free place for a box of that size; null where none was found in 120 attempts. */
export function freePlace(
  random: Random,
  [w, h]: Size,
  [width, height]: Size,
  taken: readonly Place[],
): Place | null {
  const [across, down] = [width - w - 2 * margin, height - h - 2 * margin];
  if (across < 1 || down < 1) return null;
  for (let attempt = 0; attempt < 120; attempt++) {
    const place = [margin + random.below(across), margin + random.below(down), w, h] as const;
    if (!overlaps(place, taken)) return place;
  }
  return null;
}

/** A box's share of the scene, in millionths. */
export const shareOf = ([, , w, h]: Place, [width, height]: Size): number =>
  Math.round((1e6 * w * h) / (width * height)) / 1e6;
