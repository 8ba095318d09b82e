/** The edits of a scene, as pure functions. What cannot be done is a fault that says why. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { chanceOf } from "../chance.ts";
import type { Background, Colour } from "../layout/names.ts";
import { newGroup } from "../layout/things.ts";
import { nameOf } from "../layout/words.ts";
import type { PanelKind, Place } from "../scene.ts";
import { longestLine } from "../text/text.ts";
import { addSticker, addSurface, plantLookAlikes } from "./additions.ts";
import type { EditedScene, PrintedSurface, Sticker, StickerDimension, StickerKind } from "./edited-scene.ts";
import { fitted } from "./fitting.ts";
import { withWhat } from "./kinds.ts";
import { isPrintable, isSignText, longestSign } from "./own-words.ts";
import { surfaceFits } from "./scene-of.ts";
import { movedSurface, scaledSurface } from "./surfaces.ts";

export type Edit =
  /** Moves or resizes a thing to the nearest place that it can have, or a surface, which keeps its proportions. */
  | { readonly kind: "place"; readonly id: number; readonly place: Place }
  | { readonly kind: "turn"; readonly id: number; readonly degrees: number }
  | { readonly kind: "colour"; readonly id: number; readonly colour: Colour }
  /** Another object, icon, sprite, shape, surface or typeface. */
  | { readonly kind: "what"; readonly id: number; readonly what: string }
  /** Another number of sprites, arranged by that seed. */
  | { readonly kind: "count"; readonly id: number; readonly count: number; readonly seed: number }
  /** Other words on a sign, or on that line of a surface. */
  | { readonly kind: "words"; readonly id: number; readonly line: number | null; readonly text: string }
  /** Removes a thing, a surface, or that line of it. */
  | { readonly kind: "remove"; readonly id: number; readonly line: number | null }
  | { readonly kind: "add"; readonly dim: StickerDimension | PanelKind; readonly seed: number }
  /** Puts things beside that one that are nearly the same. */
  | { readonly kind: "plant"; readonly id: number; readonly seed: number }
  | { readonly kind: "background"; readonly background: Background };

const gone = () => failure("notFound", "This thing is no longer in the scene.");

/** The same scene with that thing in the place of the one with its id. */
function withSticker(scene: EditedScene, changed: Sticker): EditedScene {
  return { ...scene, stickers: scene.stickers.map((each) => (each.id === changed.id ? changed : each)) };
}

function withSurface(scene: EditedScene, changed: PrintedSurface): EditedScene {
  return { ...scene, surfaces: scene.surfaces.map((each) => (each.id === changed.id ? changed : each)) };
}

/** A caption goes where its thing goes, as far as there is room. */
function followed(scene: EditedScene, before: Sticker, after: Sticker): EditedScene {
  const dx = Math.round(after.place[0] + after.place[2] / 2 - before.place[0] - before.place[2] / 2);
  const dy = after.place[1] + after.place[3] - before.place[1] - before.place[3];
  const surfaces = scene.surfaces.map((each) =>
    each.under === after.id ? movedSurface(each, [each.corner[0] + dx, each.corner[1] + dy], scene) : each,
  );
  return { ...scene, surfaces };
}

const sizeOf = ({ width, height }: EditedScene) => [width, height] as const;

/** A thing of another kind, at the nearest place that this can have. */
function become(scene: EditedScene, sticker: Sticker, kind: StickerKind): EditedScene {
  const place = fitted(kind, sticker.place, sticker.turn, sizeOf(scene));
  return withSticker(scene, { ...sticker, kind, place });
}

function changeWhat(scene: EditedScene, sticker: Sticker, what: string): Outcome<EditedScene> {
  const kind = withWhat(sticker.kind, what);
  if (kind === null) return failure("badInput", `${nameOf(sticker.kind)} cannot become ${what}.`);
  return success(become(scene, sticker, kind));
}

function changeCount(
  scene: EditedScene,
  sticker: Sticker,
  count: number,
  seed: number,
): Outcome<EditedScene> {
  const { kind, place } = sticker;
  if (kind.dim !== "counting" || !Number.isInteger(count) || count < 1 || count > 6)
    return failure("badInput", "A group has one to six things.");
  const { kind: group, aspect } = newGroup(chanceOf(seed, "layout"), kind.sprite, count);
  const area = place[2] * place[3];
  const wide = Math.sqrt(area * aspect);
  const wanted: Place = [
    place[0] + (place[2] - wide) / 2,
    place[1] + (place[3] - wide / aspect) / 2,
    wide,
    wide / aspect,
  ];
  const arranged = { ...sticker, kind: group as StickerKind, arranged: seed };
  const fit = fitted(arranged.kind, wanted, sticker.turn, sizeOf(scene));
  return success(withSticker(scene, { ...arranged, place: fit }));
}

/** The height stays, and the board becomes wider or narrower by the number of characters. */
function changeSign(scene: EditedScene, sticker: Sticker, text: string): Outcome<EditedScene> {
  const { kind, place } = sticker;
  if (kind.dim !== "ocr") return failure("badInput", `There are no words on ${nameOf(kind)}.`);
  if (!isSignText(text))
    return failure("badInput", `A sign has 1 to ${longestSign} of the letters A to Z and the digits.`);
  const usual = (characters: number): number => 0.72 * characters + 0.45;
  const wide = (place[2] * usual(text.length)) / usual(kind.text.length);
  const wanted: Place = [place[0] + (place[2] - wide) / 2, place[1], wide, place[3]];
  const changed = { ...sticker, kind: { ...kind, text } };
  return success(
    withSticker(scene, { ...changed, place: fitted(changed.kind, wanted, sticker.turn, sizeOf(scene)) }),
  );
}

function changeLine(
  scene: EditedScene,
  surface: PrintedSurface,
  line: number,
  text: string,
): Outcome<EditedScene> {
  if (!isPrintable(text))
    return failure("badInput", `A line has 1 to ${longestLine} letters, digits or signs of the keyboard.`);
  if ((surface.texts[line] ?? null) === null) return gone();
  const texts = surface.texts.map((each, i) => (i === line ? text : each));
  const moved = movedSurface({ ...surface, texts }, surface.corner, scene);
  if (!surfaceFits(moved, scene))
    return failure("badInput", "The line is wider than the scene.", "Make the surface smaller first.");
  return success(withSurface(scene, moved));
}

function remove(scene: EditedScene, id: number, line: number | null): Outcome<EditedScene> {
  const surface = scene.surfaces.find((each) => each.id === id);
  const texts = surface?.texts.map((text, i) => (i === line ? null : text)) ?? [];
  if (surface !== undefined && line !== null && texts.some((text) => text !== null)) {
    if ((surface.texts[line] ?? null) === null) return gone();
    return success(withSurface(scene, { ...surface, texts }));
  }
  const stickers = scene.stickers.filter((each) => each.id !== id);
  const surfaces = scene.surfaces
    .filter((each) => each.id !== id)
    .map((each) => (each.under === id ? { ...each, under: null } : each));
  if (stickers.length + surfaces.length === scene.stickers.length + scene.surfaces.length) return gone();
  return success({ ...scene, stickers, surfaces });
}

/** An edit of one thing that lies by itself. */
function editSticker(scene: EditedScene, sticker: Sticker, edit: Edit): Outcome<EditedScene> {
  const { kind, place, turn } = sticker;
  switch (edit.kind) {
    case "place": {
      const moved = { ...sticker, place: fitted(kind, edit.place, turn, sizeOf(scene)) };
      return success(followed(withSticker(scene, moved), sticker, moved));
    }
    case "turn": {
      const degrees = ((Math.round(edit.degrees) % 360) + 360) % 360;
      const turned = { ...sticker, turn: degrees, place: fitted(kind, place, degrees, sizeOf(scene)) };
      return success(withSticker(scene, turned));
    }
    case "colour":
      if (!("colour" in kind)) return failure("badInput", `${nameOf(kind)} have no colour to choose.`);
      return success(withSticker(scene, { ...sticker, kind: { ...kind, colour: edit.colour } }));
    case "what":
      return changeWhat(scene, sticker, edit.what);
    case "count":
      return changeCount(scene, sticker, edit.count, edit.seed);
    case "words":
      return changeSign(scene, sticker, edit.text);
    case "plant":
      return plantLookAlikes(scene, sticker, edit.seed);
    default:
      return gone();
  }
}

function editSurface(scene: EditedScene, surface: PrintedSurface, edit: Edit): Outcome<EditedScene> {
  switch (edit.kind) {
    case "place":
      return success(withSurface(scene, scaledSurface(surface, edit.place, scene)));
    case "words":
      return changeLine(scene, surface, edit.line ?? 0, edit.text);
    case "plant":
      return failure("unsupported", "Look-alikes are planted of things, not of printed surfaces.");
    default:
      return failure("unsupported", "A printed surface is moved, resized, given other words, or removed.");
  }
}

/** The scene after an edit. Faults: notFound, badInput, unsupported; the scene then stays as it is. */
export function withEdit(scene: EditedScene, edit: Edit): Outcome<EditedScene> {
  switch (edit.kind) {
    case "background":
      return success({ ...scene, background: edit.background });
    case "add":
      return addSticker(scene, edit.dim, edit.seed) ?? addSurface(scene, edit.dim as PanelKind, edit.seed);
    case "remove":
      return remove(scene, edit.id, edit.line);
    default: {
      const sticker = scene.stickers.find(({ id }) => id === edit.id);
      if (sticker !== undefined) return editSticker(scene, sticker, edit);
      const surface = scene.surfaces.find(({ id }) => id === edit.id);
      return surface === undefined ? gone() : editSurface(scene, surface, edit);
    }
  }
}
