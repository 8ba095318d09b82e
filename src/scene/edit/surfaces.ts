/** Moving and resizing printed surfaces. */
import { margin } from "../layout/places.ts";
import type { Place } from "../scene.ts";
import type { EditedScene, PrintedSurface } from "./edited-scene.ts";
import { boxOfSurface, surfaceFits } from "./scene-of.ts";

/** The least and the most percent of its first size that a surface can have. */
export const surfaceScales = [15, 400] as const;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** The surface at the nearest corner at which it lies in the scene; too large a one lies at the first. */
export function movedSurface(
  surface: PrintedSurface,
  [x, y]: readonly [number, number],
  { width, height }: EditedScene,
): PrintedSurface {
  const [, , w, h] = boxOfSurface(surface);
  const corner = [
    clamp(Math.round(x), margin, width - margin - w),
    clamp(Math.round(y), margin, height - margin - h),
  ] as const;
  return { ...surface, corner };
}

/** The surface with about the width of a place, no larger than there is room, its proportions and its order of lines kept. */
export function scaledSurface(surface: PrintedSurface, place: Place, scene: EditedScene): PrintedSurface {
  const [, , wide, high] = boxOfSurface(surface);
  // A place of the same size moves the surface alone, whatever rounding makes of its scale.
  const moves = place[2] === wide && place[3] === high;
  const wanted = moves ? surface.scale : Math.round((surface.scale * place[2]) / wide);
  let scale = clamp(wanted, surfaceScales[0], surfaceScales[1]);
  let moved = movedSurface({ ...surface, scale }, [place[0], place[1]], scene);
  while (!surfaceFits(moved, scene) && scale > surfaceScales[0]) {
    scale--;
    moved = movedSurface({ ...surface, scale }, [place[0], place[1]], scene);
  }
  return moved;
}
