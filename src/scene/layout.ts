/** Lays a scene out from its seed. */
import type { Random } from "../base/random.ts";
import { chanceOf, logUniform, pick, shuffled, whole } from "./chance.ts";
import { type Background, photos } from "./names.ts";
import { type Dimension, dimensions, type Place, type Scene, type Thing } from "./scene.ts";
import { newThing, type Unplaced } from "./things.ts";

const sizes = [
  [1024, 1024],
  [1024, 768],
  [768, 1024],
  [1024, 683],
  [683, 1024],
  [1024, 576],
] as const;

/** The smallest evidence box as a share of the scene; the largest is a hundred times as large. */
export const smallestArea = 0.001;

const margin = 6;
const gap = 12;

interface Sized extends Unplaced {
  readonly area: number;
}

/** Whether a box comes nearer than the gap to another one. */
function overlaps([x, y, w, h]: Place, others: readonly Place[]): boolean {
  return others.some(
    ([left, top, width, height]) =>
      x < left + width + gap && left < x + w + gap && y < top + height + gap && top < y + h + gap,
  );
}

/** Width and height of a thing of that area and aspect. */
function sizeOf({ area, aspect }: Sized, width: number, height: number): readonly [number, number] {
  const side = Math.sqrt(area * width * height * aspect);
  return [Math.max(20, Math.round(side)), Math.max(14, Math.round(side / aspect))];
}

/** A free place for a box of that size; null where none was found in 120 attempts. */
function freePlace(
  random: Random,
  [w, h]: readonly [number, number],
  [width, height]: readonly [number, number],
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

/** One thing of each dimension and one to six more, as far as names are left. */
function newThings(random: Random): Sized[] {
  const wanted: Dimension[] = shuffled(random, dimensions);
  for (let more = whole(random, 1, 6); more > 0; more--) wanted.push(pick(random, [...dimensions, "ocr"]));
  const things: Sized[] = [];
  for (const dim of wanted) {
    const thing = newThing(
      random,
      dim,
      things.map(({ kind }) => kind),
    );
    if (thing !== null) things.push({ ...thing, area: logUniform(random, smallestArea) });
  }
  return things;
}

function newBackground(random: Random): Background {
  const kinds = ["plain", "soft", "clouds", "clouds", "texture", "photo", "photo", "photo"] as const;
  const kind = pick(random, kinds);
  return kind === "photo" ? pick(random, photos) : kind;
}

/** The scene of a seed. The largest things are placed first; those that find no place are left out. */
export function layoutOf(seed: number): Scene {
  const random = chanceOf(seed, "layout");
  const [width, height] = pick(random, sizes);
  const things: Thing[] = [];
  for (const thing of newThings(random).sort((one, other) => other.area - one.area)) {
    const place = freePlace(
      random,
      sizeOf(thing, width, height),
      [width, height],
      things.map(({ box }) => box),
    );
    if (place === null) continue;
    const area = Math.round((1e6 * place[2] * place[3]) / (width * height)) / 1e6;
    things.push({ ...thing.kind, box: place, area });
  }
  return { seed, width, height, background: newBackground(random), things };
}
