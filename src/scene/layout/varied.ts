/**
 * Scenes for measuring what a model can still see: one thing is asked about, one property varies, and the seed decides all
 * the rest, so that the levels of one seed show the same thing at the same place among the same others.
 */
import type { Random } from "../../base/random.ts";
import { chanceOf, logUniform, pick, shuffled, uniform } from "../chance.ts";
import {
  type Dimension,
  type Panel,
  type Place,
  type Scene,
  splits,
  type Thing,
  type ThingKind,
  thingDimensions,
} from "../scene.ts";
import { facesOf, inkOf, widthOf } from "../text/faces.ts";
import { printedText } from "../text/text.ts";
import { newBackground, sceneSizes, smallestArea } from "./layout.ts";
import { lineAt, sizeForArea } from "./panels.ts";
import { freePlace, margin, overlaps, type Size, shareOf, sizeOf } from "./places.ts";
import { newThing, type Unplaced } from "./things.ts";

/** Seeds of such scenes begin here: test scenes that neither a suite nor a gallery reaches. */
export const firstVariedSeed = splits.test + 50_000_000;

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

/** What is asked about: a thing, or a line of print with the panel that it stands on. */
interface Asked {
  readonly kind: ThingKind;
  /** The size of its box where its evidence covers that share of the scene. */
  size(area: number, scene: Size): Size;
  /** What lies on a box of that size at a place, the panel's number being given. */
  at(place: Place, scene: Size, panel: number): { readonly thing: Thing; readonly panels: readonly Panel[] };
}

function askedThing({ kind, aspect }: Unplaced): Asked {
  return {
    kind,
    size: (area, scene) => sizeOf({ area, aspect }, scene),
    at: (place, scene) => ({ thing: { ...kind, box: place, area: shareOf(place, scene) }, panels: [] }),
  };
}

/** Longer lines do not fit a scene where they cover a tenth of it. */
const longestAsked = 8;

/** The edge of a panel around its line, as a share of the size of the type. */
const panelEdge = 0.4;

/** One line in the middle of a panel, with a text other than the given one. */
function askedLine(random: Random, kind: "notice" | "label", other: string): Asked {
  const font = pick(random, facesOf("sans", "serif", "slab", "mono", "narrow"));
  let text = printedText(random, longestAsked);
  while (text === other) text = printedText(random, longestAsked);
  const { top, bottom } = inkOf(font);
  const [wide, high] = [widthOf(font, text), top + bottom];
  const line = { dim: "text", text, font, where: `the ${kind}` } as const;
  return {
    kind: { ...line, size: 0, panel: 0 },
    size(area, [width, height]) {
      const type = sizeForArea(font, text, area * width * height);
      return [Math.ceil((wide + 2 * panelEdge) * type), Math.ceil((high + 2 * panelEdge) * type)];
    },
    at(place, scene, panel) {
      const [x, y, width, height] = place;
      const size = Math.min(width / (wide + 2 * panelEdge), height / (high + 2 * panelEdge));
      const { box } = lineAt(text, font, size, x + (width - wide * size) / 2, y + (height - high * size) / 2);
      const thing: Thing = { ...line, size, panel, box, area: shareOf(box, scene) };
      return { thing, panels: [{ kind, box: place }] };
    },
  };
}

/** What is asked about, and what looks like it and has another name; null where there is no such thing. */
function newAsked(random: Random, dim: Dimension): readonly [asked: Asked, likeness: Asked | null] | null {
  if (dim === "text") {
    const asked = askedLine(random, "notice", "");
    const { text } = asked.kind as Extract<ThingKind, { dim: "text" }>;
    return [asked, askedLine(random, "label", text)];
  }
  const asked = newThing(random, dim, []);
  const likeness = asked === null ? null : newThing(random, dim, [asked.kind]);
  if (asked === null) return null;
  return [askedThing(asked), likeness === null ? null : askedThing(likeness)];
}

/** The scene of a seed under these conditions; its first thing is the one that is asked about. Null where not all finds room. */
export function variedScene(seed: number, dim: Dimension, conditions: Conditions): Scene | null {
  const random = chanceOf(seed, "layout");
  const size = pick(random, sceneSizes);
  const [width, height] = size;
  const background = newBackground(random);
  const at = [uniform(random, 0, 1), uniform(random, 0, 1)] as const;
  const [asked, likeness] = newAsked(random, dim) ?? [null, null];
  if (asked === null) return null;
  const kinds = likeness === null ? [asked.kind] : [asked.kind, likeness.kind];
  const others = newOthers(random, kinds, conditions.distractors);
  if (others.length < conditions.distractors) return null;
  const own = asked.size(conditions.size, size);
  if (own[0] > width - 2 * margin || own[1] > height - 2 * margin) return null;
  const place = placedAt(at, own, size);
  const contrast = conditions.contrast === 1 ? {} : { contrast: conditions.contrast };
  const first = asked.at(place, size, 0);
  const things: Thing[] = [{ ...first.thing, ...contrast }];
  const panels: Panel[] = [...first.panels];
  const taken: Place[] = [place];
  if (conditions.distance !== null) {
    const pixels = conditions.distance * Math.max(width, height);
    const beside = placeBeside(random, place, pixels, size);
    if (likeness === null || beside === null) return null;
    const second = likeness.at(beside, size, 1);
    things.push(second.thing);
    panels.push(...second.panels);
    taken.push(beside);
  }
  for (const other of others) {
    const free = freePlace(random, sizeOf(other, size), size, taken);
    if (free === null) return null;
    things.push({ ...other.kind, box: free, area: shareOf(free, size) });
    taken.push(free);
  }
  return { seed, width, height, background, panels, things };
}
