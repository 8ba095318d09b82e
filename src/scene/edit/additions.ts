/** New things in an edited scene: one of a dimension, a printed surface, or look-alikes around a thing. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Random } from "../../base/random.ts";
import { chanceOf, pick, shuffled, whole } from "../chance.ts";
import { smallestArea } from "../layout/layout.ts";
import { colourNames, icons, objects, shapes, sprites, surfaces as surfaceNames } from "../layout/names.ts";
import { newPanel } from "../layout/panels.ts";
import { freePlace, margin, overlaps, type Size, sizeOf } from "../layout/places.ts";
import { nearDuplicate, newGroup, newThing } from "../layout/things.ts";
import { nameOf } from "../layout/words.ts";
import { type PanelKind, type Place, thingDimensions } from "../scene.ts";
import type { EditedScene, PrintedSurface, Sticker, StickerDimension, StickerKind } from "./edited-scene.ts";
import { boxOf, fitted } from "./fitting.ts";
import { boxOfSurface, surfaceFits } from "./scene-of.ts";
import { movedSurface } from "./surfaces.ts";

/** The most things, and the most surfaces, that a scene can have. */
export const mostStickers = 40;
export const mostSurfaces = 16;

/** So many look-alikes are planted at once. */
const planted = 3;

/** What an added thing covers, as a share of the scene. */
const addedArea = 0.012;

const crowded = () =>
  failure("badInput", "There is no room left in the scene.", "Remove or shrink something first.");

/** The lowest number that no part has, above those of the scene of the seed. */
function freeId({ stickers, surfaces }: EditedScene, first: number): number {
  const taken = new Set([...stickers, ...surfaces].map(({ id }) => id));
  let id = first;
  while (taken.has(id)) id++;
  return id;
}

/** Ids of added parts begin here; those of a seed's own scene are below. */
export const firstAddedId = 100;

/** What lies in the scene, as boxes. */
function takenBy({ stickers, surfaces }: EditedScene): readonly Place[] {
  return [
    ...stickers.map(({ kind, place, turn }) => boxOf(kind, place, turn)),
    ...surfaces.map(boxOfSurface),
  ];
}

/** Whether a name of that dimension is left, so that one can be drawn. */
function hasName(dim: StickerDimension, kinds: readonly StickerKind[]): boolean {
  const names = new Set(kinds.filter((kind) => kind.dim === dim).map(nameOf)).size;
  if (dim === "counting") return names < sprites.length;
  return names < (dim === "colour" ? icons.length : colourNames.length);
}

const noName = (dim: StickerDimension) =>
  failure("badInput", `No name is left for another thing about ${dim}: all of them are in the scene.`);

/** Groups are arranged by a seed that a link can hold. */
function arranged(
  kind: StickerKind,
  seed: number,
): { readonly kind: StickerKind; readonly aspect: number | null } {
  if (kind.dim !== "counting") return { kind, aspect: null };
  const group = newGroup(chanceOf(seed, "layout"), kind.sprite, kind.count);
  return { kind: group.kind as StickerKind, aspect: group.aspect };
}

/** A kind at a place as a new thing. */
function newSticker(scene: EditedScene, kind: StickerKind, place: Place, seed: number): Sticker {
  const size = [scene.width, scene.height] as const;
  return {
    id: freeId(scene, firstAddedId),
    kind,
    place: fitted(kind, place, 0, size),
    turn: 0,
    look: { from: "own", seed },
    arranged: kind.dim === "counting" ? seed : null,
  };
}

const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id;

/** The scene with one more thing, in the order of the ids. */
const withNew = (scene: EditedScene, sticker: Sticker): EditedScene => ({
  ...scene,
  stickers: [...scene.stickers, sticker].sort(byId),
});

/** One more thing of a dimension at a free place; null where `dim` is no dimension. Faults: no name or no room is left. */
export function addSticker(
  scene: EditedScene,
  dim: StickerDimension | PanelKind,
  seed: number,
): Outcome<EditedScene> | null {
  const wanted = thingDimensions.find((each) => each === dim);
  if (wanted === undefined) return null;
  const random = chanceOf(seed, "layout");
  const kinds = scene.stickers.map(({ kind }) => kind);
  if (!hasName(wanted, kinds)) return noName(wanted);
  if (kinds.length >= mostStickers) return crowded();
  let drawn = newThing(random, wanted, kinds);
  while (drawn === null) drawn = newThing(random, wanted, kinds);
  const { kind, aspect } = arranged(drawn.kind as StickerKind, seed);
  const size: Size = [scene.width, scene.height];
  const sides = sizeOf({ area: addedArea, aspect: aspect ?? drawn.aspect }, size);
  const place = freePlace(random, sides, size, takenBy(scene));
  if (place === null) return crowded();
  return success(withNew(scene, newSticker(scene, kind, place, seed)));
}

/** The surface that a seed prints, of a kind, for a scene of that size. */
export function surfaceOf(kind: PanelKind, seed: number, size: Size) {
  return newPanel(chanceOf(seed, "layout"), kind, size, smallestArea);
}

/** One more printed surface at a free place. Faults: there is one of its kind, or no room is left. */
export function addSurface(scene: EditedScene, kind: PanelKind, seed: number): Outcome<EditedScene> {
  if (scene.surfaces.some(({ base }) => base.kind === kind))
    return failure("badInput", `There is a ${kind} already, and its lines are asked for by that name.`);
  const size: Size = [scene.width, scene.height];
  const base = surfaceOf(kind, seed, size);
  const place = freePlace(chanceOf(seed, "painting"), base.size, size, takenBy(scene));
  if (place === null || base.lines.length === 0 || scene.surfaces.length >= mostSurfaces) return crowded();
  const surface: PrintedSurface = {
    id: freeId(scene, firstAddedId),
    base,
    corner: [place[0], place[1]],
    scale: 100,
    texts: base.lines.map(({ text }) => text),
    look: { from: "own", seed },
    under: null,
  };
  const moved = movedSurface(surface, surface.corner, scene);
  return surfaceFits(moved, scene)
    ? success({ ...scene, surfaces: [...scene.surfaces, moved].sort(byId) })
    : crowded();
}

const otherThan = <T>(random: Random, names: readonly T[], taken: T): T =>
  pick(
    random,
    names.filter((name) => name !== taken),
  );

/** What differs from a kind as little as a name of its own allows; null where no name is left. */
function lookAlike(random: Random, kind: StickerKind, kinds: readonly StickerKind[]): StickerKind | null {
  const taken = new Set(kinds.filter(({ dim }) => dim === kind.dim).map(nameOf));
  const unnamed = shuffled(random, alternatives(kind)).find((each) => !taken.has(nameOf(each)));
  if (unnamed === undefined) return null;
  switch (unnamed.dim) {
    case "identification":
      return { ...unnamed, object: otherThan(random, objects, unnamed.object) };
    case "ocr":
      return { ...unnamed, text: nearDuplicate(random, unnamed.text) };
    case "structure":
      return { ...unnamed, shape: otherThan(random, shapes, unnamed.shape) };
    case "material":
      return { ...unnamed, surface: otherThan(random, surfaceNames, unnamed.surface) };
    case "counting":
      return { ...unnamed, count: unnamed.count === 1 ? 2 : unnamed.count - 1 };
    case "colour":
      return { ...unnamed, colour: otherThan(random, colourNames, unnamed.colour) };
    default:
      return unnamed satisfies never;
  }
}

/** The same kind under every name that it could have. */
function alternatives(kind: StickerKind): readonly StickerKind[] {
  if (kind.dim === "counting") return sprites.map((sprite) => ({ ...kind, sprite }));
  if (kind.dim === "colour") return icons.map((icon) => ({ ...kind, icon }));
  return colourNames.map((colour) => ({ ...kind, colour }));
}

/** A free place of that size as near to a box as is found, in rings around it; null where there is none. */
function placeNear(
  random: Random,
  [x, y, w, h]: Place,
  [wide, high]: Size,
  scene: EditedScene,
): Place | null {
  const taken = takenBy(scene);
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  const step = Math.max(12, Math.min(wide, high) / 2);
  for (let far = Math.max(w, h) / 2; far < Math.max(scene.width, scene.height); far += step) {
    const start = whole(random, 0, 15);
    for (let turn = 0; turn < 16; turn++) {
      const angle = (2 * Math.PI * (start + turn)) / 16;
      const place: Place = [
        Math.round(middleX + far * Math.cos(angle) - wide / 2),
        Math.round(middleY + far * Math.sin(angle) - high / 2),
        wide,
        high,
      ];
      const inside =
        Math.min(place[0], place[1]) >= margin &&
        place[0] + wide <= scene.width - margin &&
        place[1] + high <= scene.height - margin;
      if (inside && !overlaps(place, taken)) return place;
    }
  }
  return null;
}

/** Up to three things beside that one, of its kind and size, each nearly the same and with a name of its own. */
export function plantLookAlikes(scene: EditedScene, model: Sticker, seed: number): Outcome<EditedScene> {
  let grown = scene;
  let named = true;
  for (let i = 0; i < planted && named && grown.stickers.length < mostStickers; i++) {
    const own = (seed + i * 7919) % 2 ** 30;
    const random = chanceOf(own, "layout");
    const like = lookAlike(
      random,
      model.kind,
      grown.stickers.map(({ kind }) => kind),
    );
    named = like !== null;
    if (like === null) break;
    const { kind, aspect } = arranged(like, own);
    const [, , w, h] = model.place;
    const wide = aspect === null ? w : Math.round(Math.sqrt(w * h * aspect));
    const [, , width, height] = fitted(kind, [0, 0, wide, aspect === null ? h : wide / aspect], 0, [
      scene.width,
      scene.height,
    ]);
    const place = placeNear(random, boxOf(model.kind, model.place, model.turn), [width, height], grown);
    if (place === null) break;
    grown = withNew(grown, newSticker(grown, kind, place, own));
  }
  if (grown !== scene) return success(grown);
  return named ? crowded() : noName(model.kind.dim);
}
