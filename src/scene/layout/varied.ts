/**
 * Scenes for measuring what a model can still see: one thing is asked about, one property varies, and the seed decides all
 * the rest, so that the levels of one seed show the same thing at the same place among the same others.
 */
import type { Random } from "../../base/random.ts";
import { chanceOf, logUniform, pick, shuffled, uniform } from "../chance.ts";
import { type Place, type Scene, splits, type Thing, type ThingKind, thingDimensions } from "../scene.ts";
import { newBackground, sceneSizes, smallestArea } from "./layout.ts";
import { freePlace, margin, overlaps, type Size, shareOf, sizeOf } from "./places.ts";
import { newThing, type Unplaced } from "./things.ts";

/** Seeds of such scenes begin here: test scenes that neither a suite nor a gallery reaches. */
export const firstVariedSeed = splits.test + 50_000_000;

export type ThingDimension = (typeof thingDimensions)[number];

/** Everything that can vary. Where it does not, the usual value holds. */
export interface Conditions {
  /** The evidence box's share of the scene. */
  readonly size: number;
  /** How many other things there are. */
  readonly distractors: number;
  /** From the thing to one of the same kind and size with another name, as a share of the longest edge; null without one. */
  readonly distance: number | null;
  /** How opaque the thing is, 0 to 1. */
  readonly contrast: number;
  /** The quality of the JPEG file that the scene goes through; null for none. */
  readonly quality: number | null;
}

/** The most distractors: more find no room. */
export const mostDistractors = 20;

/** A distractor's largest share of the scene, so that twenty of them find room. */
const largestDistractor = 0.02;

interface Other extends Unplaced {
  readonly area: number;
}

/** So many other things, each with a name of its own; the first ones are the same however many are asked for. */
function newOthers(random: Random, kinds: ThingKind[], count: number): readonly Other[] {
  const others: Other[] = [];
  for (let tries = 0; others.length < mostDistractors && tries < 200; tries++) {
    const thing = newThing(random, pick(random, thingDimensions), kinds);
    if (thing === null) continue;
    kinds.push(thing.kind);
    others.push({ ...thing, area: Math.min(largestDistractor, logUniform(random, smallestArea)) });
  }
  return others.slice(0, count);
}

/** A box at the same relative place in the room that its size leaves. */
function placedAt([u, v]: readonly [number, number], [w, h]: Size, [width, height]: Size): Place {
  const [across, down] = [width - w - 2 * margin, height - h - 2 * margin];
  return [Math.round(margin + u * across), Math.round(margin + v * down), w, h];
}

/** How far to go until a distance that grows with it is reached, to a hundredth of a pixel. */
function stepFor(distance: (far: number) => number, wanted: number, sides: number): number {
  let [near, far] = [0, 2 * (sides + wanted)];
  while (far - near > 0.01) {
    const middle = (near + far) / 2;
    if (distance(middle) < wanted) near = middle;
    else far = middle;
  }
  return far;
}

/** A place at that distance from a box of the same size, edge to edge, in one of many directions; null if none has room. */
function placeBeside(
  random: Random,
  [x, y, w, h]: Place,
  pixels: number,
  [width, height]: Size,
): Place | null {
  const turns = shuffled(
    random,
    Array.from({ length: 32 }, (_, i) => (2 * Math.PI * i) / 32),
  );
  for (const turn of turns) {
    const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
    const step = stepFor(
      (far) => Math.hypot(Math.max(0, far * Math.abs(dx) - w), Math.max(0, far * Math.abs(dy) - h)),
      pixels,
      w + h,
    );
    const place: Place = [Math.round(x + dx * step), Math.round(y + dy * step), w, h];
    const inside =
      place[0] >= margin &&
      place[1] >= margin &&
      place[0] + w <= width - margin &&
      place[1] + h <= height - margin;
    if (inside && !overlaps(place, [[x, y, w, h]])) return place;
  }
  return null;
}

/** The scene of a seed under these conditions; its first thing is the one that is asked about. Null where not all finds room. */
export function variedScene(seed: number, dim: ThingDimension, conditions: Conditions): Scene | null {
  const random = chanceOf(seed, "layout");
  const size = pick(random, sceneSizes);
  const [width, height] = size;
  const background = newBackground(random);
  const at = [uniform(random, 0, 1), uniform(random, 0, 1)] as const;
  const asked = newThing(random, dim, []);
  const likeness = asked === null ? null : newThing(random, dim, [asked.kind]);
  if (asked === null) return null;
  const kinds = likeness === null ? [asked.kind] : [asked.kind, likeness.kind];
  const others = newOthers(random, kinds, conditions.distractors);
  if (others.length < conditions.distractors) return null;
  const place = placedAt(at, sizeOf({ area: conditions.size, aspect: asked.aspect }, size), size);
  const thing: Thing = {
    ...asked.kind,
    box: place,
    area: shareOf(place, size),
    ...(conditions.contrast === 1 ? {} : { contrast: conditions.contrast }),
  };
  const things: Thing[] = [thing];
  if (conditions.distance !== null) {
    const pixels = conditions.distance * Math.max(width, height);
    const beside = placeBeside(random, place, pixels, size);
    if (likeness === null || beside === null) return null;
    things.push({ ...likeness.kind, box: beside, area: shareOf(beside, size) });
  }
  for (const other of others) {
    const free = freePlace(
      random,
      sizeOf(other, size),
      size,
      things.map(({ box }) => box),
    );
    if (free === null) return null;
    things.push({ ...other.kind, box: free, area: shareOf(free, size) });
  }
  return { seed, width, height, background, panels: [], things };
}
