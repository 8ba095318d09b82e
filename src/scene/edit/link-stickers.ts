/** Things that lie by themselves, in a link: what differs from the scene of the seed, or all of an added one. */
import { chanceOf } from "../chance.ts";
import { colourNames, icons, objects, sprites } from "../layout/names.ts";
import { newGroup } from "../layout/things.ts";
import { type Place, thingDimensions } from "../scene.ts";
import { signFaces } from "../text/faces.ts";
import type { EditedScene, Sticker, StickerKind } from "./edited-scene.ts";
import { boxOf, fits } from "./fitting.ts";
import { type KindOf, namesOf, whatOf, withWhat } from "./kinds.ts";
import { digits, type LinkPart, numberFrom } from "./link-fields.ts";
import { isSignText } from "./own-words.ts";

type Fields = LinkPart["fields"];

/** Seeds of looks and arrangements lie below this. */
const mostSeed = 2 ** 30 - 1;

/** All fields of a thing. */
function allFields({ kind, place, turn, look, arranged }: Sticker): Fields {
  // The corner of a turned thing's place may lie outside the scene, that of its box does not.
  const [left, top] = boxOf(kind, place, turn);
  const fields: (readonly [string, string])[] = [
    ["d", digits(thingDimensions.indexOf(kind.dim))],
    ["p", [left, top, place[2], place[3]].map((value) => digits(value, 2)).join("")],
    ["k", digits(namesOf(kind.dim).indexOf(whatOf(kind)))],
    ["a", digits(turn)],
  ];
  if ("colour" in kind) fields.push(["c", digits(colourNames.indexOf(kind.colour))]);
  if (kind.dim === "ocr") fields.push(["w", kind.text]);
  if (kind.dim === "counting") fields.push(["n", digits(kind.count)], ["g", digits(arranged ?? 0)]);
  if (look.from === "own") fields.push(["l", digits(look.seed)]);
  return fields;
}

/** What a link has to say of a thing: all of an added one, otherwise what differs. */
export function stickerFields(sticker: Sticker, before: Sticker | null): Fields {
  const all = allFields(sticker);
  const usual = before === null ? [["a", "0"] as const] : allFields(before);
  const same = ([letter, value]: readonly [string, string]): boolean =>
    usual.some(([each, other]) => each === letter && other === value);
  // A group is arranged by its number and its seed together.
  const regrouped = before !== null && sticker.arranged !== before.arranged;
  const moved = before !== null && sticker.place.some((value, i) => value !== before.place[i]);
  const forced = `${regrouped ? "ng" : ""}${moved ? "p" : ""}`;
  return all.filter((field) => !same(field) || forced.includes(field[0]));
}

/** The fields by their letters; null where one is unknown or occurs twice. */
function byLetter(fields: Fields, known: string): ReadonlyMap<string, string> | null {
  const found = new Map(fields);
  return found.size === fields.length && fields.every(([letter]) => known.includes(letter)) ? found : null;
}

/** A number that a field holds, or what it was before; null where it is no number of at most `most`. */
const numberIn = (
  found: ReadonlyMap<string, string>,
  letter: string,
  most: number,
  before: number,
): number | null => (found.has(letter) ? numberFrom(found.get(letter), most) : before);

/** The place of a thing whose box begins where the field says; null where that is no place. */
function placeFrom(text: string, kind: StickerKind, turn: number): Place | null {
  const [left, top, width, height] = [0, 2, 4, 6].map((at) => numberFrom(text.slice(at, at + 2), 1295));
  if (text.length !== 8 || left == null || top == null || width == null || height == null) return null;
  const [dx, dy] = boxOf(kind, [0, 0, width, height], turn);
  return [left - dx, top - dy, width, height];
}

/** A group with what the fields say of it; null where it cannot be so. */
function groupFrom(found: ReadonlyMap<string, string>, named: KindOf<"counting">): StickerKind | null {
  if (found.has("c") || found.has("w") || found.has("n") !== found.has("g")) return null;
  if (!found.has("n")) return named;
  const [count, seed] = [numberFrom(found.get("n"), 6), numberFrom(found.get("g"), mostSeed)];
  if (count === null || count < 1 || seed === null) return null;
  return newGroup(chanceOf(seed, "layout"), named.sprite, count).kind as StickerKind;
}

/** The kind with what the fields say of it; null where it cannot be so. */
function kindFrom(found: ReadonlyMap<string, string>, before: StickerKind): StickerKind | null {
  const names = namesOf(before.dim);
  const k = numberIn(found, "k", names.length - 1, names.indexOf(whatOf(before)));
  const named = k === null ? null : withWhat(before, names[k] ?? "");
  if (named === null) return null;
  if (named.dim === "counting") return groupFrom(found, named);
  const c = numberIn(found, "c", colourNames.length - 1, colourNames.indexOf(named.colour));
  const colour = colourNames[c ?? -1];
  if (colour === undefined || found.has("n") || found.has("g")) return null;
  const text = found.get("w");
  if (text === undefined) return { ...named, colour };
  return named.dim === "ocr" && isSignText(text) ? { ...named, colour, text } : null;
}

/** The thing with the fields of a link; null where it cannot be so. */
export function changedStickerFrom(before: Sticker, fields: Fields, scene: EditedScene): Sticker | null {
  const found = byLetter(fields, "pkacwngl");
  if (found === null) return null;
  const kind = kindFrom(found, before.kind);
  const turn = numberIn(found, "a", 359, before.turn);
  const seed = numberIn(found, "l", mostSeed, -1);
  if (kind === null || turn === null || seed === null) return null;
  const corner = found.get("p");
  const place = corner === undefined ? before.place : placeFrom(corner, kind, turn);
  if (place === null) return null;
  if (!fits(kind, place, turn, [scene.width, scene.height])) return null;
  const arranged = found.has("g") ? numberFrom(found.get("g"), mostSeed) : before.arranged;
  const look = seed < 0 ? before.look : ({ from: "own", seed } as const);
  return { ...before, kind, place, turn, look, arranged };
}

/** A first kind of a dimension, all of which the fields of an added thing replace. */
function firstOf(dim: StickerKind["dim"]): StickerKind {
  const colour = "red";
  switch (dim) {
    case "identification":
      return { dim, colour, object: objects[0] };
    case "ocr":
      return { dim, colour, text: "A", font: signFaces[0] };
    case "counting":
      return newGroup(chanceOf(0, "layout"), sprites[0], 1).kind as StickerKind;
    case "colour":
      return { dim, colour, icon: icons[0] };
    case "structure":
      return { dim, colour, shape: "circle" };
    case "material":
      return { dim, colour, surface: "smooth" };
    default:
      return dim satisfies never;
  }
}

/** A thing that no scene of the seed has; null where a field is missing or wrong. */
export function addedStickerFrom(id: number, fields: Fields, scene: EditedScene): Sticker | null {
  const [[letter, value] = ["", ""], ...rest] = fields;
  const dim = thingDimensions[numberFrom(value, thingDimensions.length - 1) ?? -1];
  if (letter !== "d" || dim === undefined) return null;
  const kind = firstOf(dim);
  const needed = ["p", "k", "l", ...("colour" in kind ? ["c"] : ["n", "g"]), ...(dim === "ocr" ? ["w"] : [])];
  if (!needed.every((each) => rest.some(([own]) => own === each))) return null;
  const blank: Sticker = {
    id,
    kind,
    place: [0, 0, 1, 1],
    turn: 0,
    look: { from: "own", seed: 0 },
    arranged: null,
  };
  return changedStickerFrom(blank, rest, scene);
}
