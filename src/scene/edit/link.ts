/**
 * A scene as a link: its seed, and what an edit made different, in a form that is the same whatever the order of the edits.
 * `1~SEED~b2~t3.pXXYYWWHH.a2d~r5~h0123456789abcdef`. The last part is the beginning of the SHA-256 of the painted pixels.
 */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { type Background, backgrounds } from "../layout/names.ts";
import { mostStickers, mostSurfaces } from "./additions.ts";
import type { EditedScene, PrintedSurface, Sticker } from "./edited-scene.ts";
import { digits, type LinkPart, numberFrom, readPart, writePart } from "./link-fields.ts";
import { addedStickerFrom, changedStickerFrom, stickerFields } from "./link-stickers.ts";
import { addedSurfaceFrom, changedSurfaceFrom, surfaceFields } from "./link-surfaces.ts";
import { startOf } from "./scene-of.ts";

/** The most characters of a link's fragment, and of a scene that is saved. */
export const longestLink = 2000;
export const longestSaved = 20_000;

/** Seeds lie below this (src/scene/chance.ts). */
export const mostSeed = 2 ** 30 - 1;

/** The most parts of a link: each thing and surface, added or not, and what else there is. */
const mostParts = 120;

const version = "1";
const grounds = Object.keys(backgrounds) as readonly Background[];

export interface LinkedScene {
  readonly scene: EditedScene;
  /** The first 16 hexadecimal digits of the SHA-256 of the painted pixels; null where the link has none. */
  readonly hash: string | null;
}

/** The parts that differ from the scene of the seed, those removed among them. */
function partsOf<T extends Sticker | PrintedSurface>(
  kinds: { readonly changed: string; readonly added: string },
  first: readonly T[],
  now: readonly T[],
  fieldsOf: (each: T, before: T | null) => LinkPart["fields"],
): readonly LinkPart[] {
  const removed = first
    .filter(({ id }) => !now.some((each) => each.id === id))
    .map(({ id }): LinkPart => ({ kind: "r", id, fields: [] }));
  const others = now.flatMap((each): readonly LinkPart[] => {
    const before = first.find(({ id }) => id === each.id) ?? null;
    if (each === before) return [];
    const fields = fieldsOf(each, before);
    if (before !== null && fields.length === 0) return [];
    return [{ kind: before === null ? kinds.added : kinds.changed, id: each.id, fields }];
  });
  return [...removed, ...others];
}

/** The text of a scene, of whatever length. */
export function textOf(scene: EditedScene, hash: string | null = null): string {
  const start = startOf(scene.seed);
  const ground =
    scene.background === start.background ? [] : [`b${digits(grounds.indexOf(scene.background))}`];
  const parts = [
    ...partsOf({ changed: "t", added: "n" }, start.stickers, scene.stickers, stickerFields),
    ...partsOf({ changed: "s", added: "m" }, start.surfaces, scene.surfaces, surfaceFields),
  ];
  const ending = hash === null ? [] : [`h${hash}`];
  return [version, `${scene.seed}`, ...ground, ...parts.map(writePart), ...ending].join("~");
}

/** The fragment of a scene's link. Fault: tooLarge, where it would be longer than a link may be. */
export function linkOf(scene: EditedScene, hash: string | null): Outcome<string> {
  const text = textOf(scene, hash);
  if (text.length <= longestLink) return success(text);
  return failure(
    "tooLarge",
    `The link would have ${text.length} characters; at most ${longestLink} are allowed.`,
    "Save the scene, or remove some of what was added.",
  );
}

const unreadable = (why: string) =>
  failure("badInput", `This link to a scene cannot be read: ${why}.`, "Ask for the link again.");

/** A scene while the parts of a link are carried out, its own parts by their ids. */
interface Draft {
  readonly scene: EditedScene;
  readonly stickers: Map<number, Sticker>;
  readonly surfaces: Map<number, PrintedSurface>;
}

/** Carries out one part of a link; false where it cannot be. */
function carryOut({ scene, stickers, surfaces }: Draft, { kind, id, fields }: LinkPart): boolean {
  const [sticker, surface] = [stickers.get(id), surfaces.get(id)];
  const put = (changed: Sticker | null): boolean => changed !== null && stickers.set(id, changed).has(id);
  const putSurface = (changed: PrintedSurface | null): boolean =>
    changed !== null && surfaces.set(id, changed).has(id);
  switch (kind) {
    case "r":
      return fields.length === 0 && (stickers.delete(id) || surfaces.delete(id));
    case "t":
      return sticker !== undefined && put(changedStickerFrom(sticker, fields, scene));
    case "n":
      return (sticker ?? surface) === undefined && put(addedStickerFrom(id, fields, scene));
    case "s":
      return surface !== undefined && putSurface(changedSurfaceFrom(surface, fields, scene));
    case "m": {
      const now = { ...scene, surfaces: [...surfaces.values()] };
      return (sticker ?? surface) === undefined && putSurface(addedSurfaceFrom(id, fields, now));
    }
    default:
      return false;
  }
}

const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id;

/** Carries the parts of a link out one after the other. */
function withParts(scene: EditedScene, texts: readonly string[]): Outcome<EditedScene> {
  const stickers = new Map(scene.stickers.map((each) => [each.id, each]));
  const surfaces = new Map(scene.surfaces.map((each) => [each.id, each]));
  const seen = new Set<number>();
  for (const text of texts) {
    const part = readPart(text);
    if (part === null) return unreadable(`“${text.slice(0, 20)}” is no part of one`);
    if (seen.has(part.id)) return unreadable("it names a part twice");
    seen.add(part.id);
    if (!carryOut({ scene, stickers, surfaces }, part))
      return unreadable(`“${text.slice(0, 20)}” does not fit the scene`);
    if (stickers.size > mostStickers || surfaces.size > mostSurfaces)
      return unreadable("it has too many things");
  }
  return success({
    ...scene,
    stickers: [...stickers.values()].sort(byId),
    surfaces: [...surfaces.values()]
      .sort(byId)
      .map((each) => (each.under === null || stickers.has(each.under) ? each : { ...each, under: null })),
  });
}

/** The scene of a seed on the ground that a part of a link names; null where it names none. */
function onGround(scene: EditedScene, part: string): EditedScene | null {
  const background = grounds[numberFrom(/^b(.+)$/.exec(part)?.[1], grounds.length - 1) ?? -1];
  return background === undefined ? null : { ...scene, background };
}

/** Reads a link, or a saved scene. Every count and every number is limited. Fault: badInput, for anything else. */
export function readText(text: string, longest = longestLink): Outcome<LinkedScene> {
  if (text.length > longest) return unreadable(`it has ${text.length} characters, more than ${longest}`);
  const [first, seedText = "", ...rest] = text.split("~");
  if (first !== version) return unreadable("it is of another version");
  if (!/^\d{1,10}$/.test(seedText) || Number(seedText) > mostSeed) return unreadable("it has no seed");
  if (rest.length > mostParts) return unreadable("it has too many parts");
  const hash = /^h([0-9a-f]{16})$/.exec(rest.at(-1) ?? "")?.[1] ?? null;
  const parts = hash === null ? rest : rest.slice(0, -1);
  const start = startOf(Number(seedText));
  const grounded = onGround(start, parts[0] ?? "");
  const scene = withParts(grounded ?? start, grounded === null ? parts : parts.slice(1));
  return scene.ok ? success({ scene: scene.value, hash }) : scene;
}
