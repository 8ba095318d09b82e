/** Lays a scene out from its seed. */
import type { Random } from "../../base/random.ts";
import { chanceOf, logUniform, pick, shuffled, whole } from "../chance.ts";
import { type Panel, type Place, panelKinds, type Scene, type Thing, thingDimensions } from "../scene.ts";
import { type Background, photos } from "./names.ts";
import { newCaption, newPanel, type UnplacedPanel } from "./panels.ts";
import { freePlace, margin, overlaps, type Size, shareOf, sizeOf } from "./places.ts";
import { newThing, type Unplaced } from "./things.ts";
import { nameOf } from "./words.ts";

export const sceneSizes = [
  [1024, 1024],
  [1024, 768],
  [768, 1024],
  [1024, 683],
  [683, 1024],
  [1024, 576],
] as const;

/** The smallest evidence box as a share of the scene; the largest is a hundred times as large. */
export const smallestArea = 0.001;

interface Sized extends Unplaced {
  readonly area: number;
}

/** One thing of each dimension and one to six more, as far as names are left. */
function newThings(random: Random): Sized[] {
  const wanted: (typeof thingDimensions)[number][] = shuffled(random, thingDimensions);
  for (let more = whole(random, 1, 6); more > 0; more--)
    wanted.push(pick(random, [...thingDimensions, "ocr"]));
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

export function newBackground(random: Random): Background {
  const kinds = ["plain", "soft", "clouds", "clouds", "texture", "photo", "photo", "photo"] as const;
  const kind = pick(random, kinds);
  return kind === "photo" ? pick(random, photos) : kind;
}

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** What the line `index` of a panel is called; a caption is called by what it stands under. */
export function whereOf(kind: Panel["kind"], index: number, count: number, above: string): string {
  if (kind === "caption") return `under ${above}`;
  if (count === 1) return `the ${kind}`;
  return `the ${index + 1 === count ? "last" : ordinals[index]} line of the ${kind}`;
}

/** The lines of a panel at its place, as things. */
function linesOf(
  { kind, lines }: UnplacedPanel,
  place: Place,
  panel: number,
  size: Size,
  above = "",
): Thing[] {
  return lines.map(({ text, font, size: type, box: [x, y, w, h] }, i) => {
    const box = [place[0] + x, place[1] + y, w, h] as const;
    const where = whereOf(kind, i, lines.length, above);
    return { dim: "text", text, font, size: type, where, panel, box, area: shareOf(box, size) };
  });
}

interface Printed {
  readonly panels: Panel[];
  readonly lines: Thing[];
}

/** No panel, one or two, of different kinds: they are large, so they are placed before anything else. */
function placePanels(random: Random, size: Size): Printed {
  const printed: Printed = { panels: [], lines: [] };
  const kinds = shuffled(random, panelKinds).slice(0, pick(random, [0, 0, 0, 1, 1, 1, 1, 1, 2, 2]));
  for (const kind of kinds) {
    const panel = newPanel(random, kind, size, smallestArea);
    const place = freePlace(
      random,
      panel.size,
      size,
      printed.panels.map(({ box }) => box),
    );
    if (place === null || panel.lines.length === 0 || shareOf(place, size) > 0.4) continue;
    printed.lines.push(...linesOf(panel, place, printed.panels.length, size));
    printed.panels.push({ kind, box: place });
  }
  return printed;
}

/** Puts a strip of print under some of the things, where there is room for it. */
function placeCaptions(random: Random, size: Size, things: readonly Thing[], printed: Printed): void {
  for (const thing of things) {
    if (random.next() > 0.14) continue;
    const area = Math.min(0.02, 1.06 * logUniform(random, smallestArea)) * size[0] * size[1];
    const caption = newCaption(random, area, size[0]);
    const [w, h] = caption.size;
    const place: Place = [
      Math.round(thing.box[0] + (thing.box[2] - w) / 2),
      thing.box[1] + thing.box[3] + whole(random, 4, 9),
      w,
      h,
    ];
    const others = [...things.filter((other) => other !== thing), ...printed.panels].map(({ box }) => box);
    const inside = place[0] >= margin && place[0] + w <= size[0] - margin && place[1] + h <= size[1] - margin;
    const lines = linesOf(caption, place, printed.panels.length, size, nameOf(thing));
    if (!inside || overlaps(place, others) || lines.some((line) => line.area < 0.95 * smallestArea)) continue;
    printed.lines.push(...lines);
    printed.panels.push({ kind: "caption", box: place });
  }
}

/** The scene of a seed. The largest things are placed first; those that find no place are left out. */
export function layoutOf(seed: number): Scene {
  const random = chanceOf(seed, "layout");
  const size = pick(random, sceneSizes);
  const [width, height] = size;
  const printed = placePanels(random, size);
  const things: Thing[] = [];
  for (const thing of newThings(random).sort((one, other) => other.area - one.area)) {
    const place = freePlace(
      random,
      sizeOf(thing, size),
      size,
      [...printed.panels, ...things].map(({ box }) => box),
    );
    if (place !== null) things.push({ ...thing.kind, box: place, area: shareOf(place, size) });
  }
  placeCaptions(random, size, things, printed);
  const background = newBackground(random);
  return { seed, width, height, background, panels: printed.panels, things: [...things, ...printed.lines] };
}
