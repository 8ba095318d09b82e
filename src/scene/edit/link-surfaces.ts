/** Printed surfaces in a link: what differs from the scene of the seed, or all of an added one. */
import { panelKinds } from "../scene.ts";
import { surfaceOf } from "./additions.ts";
import type { EditedScene, PrintedSurface } from "./edited-scene.ts";
import { digits, type LinkPart, numberFrom, wordsFrom, wordsTo } from "./link-fields.ts";
import { isPrintable } from "./own-words.ts";
import { surfaceFits } from "./scene-of.ts";
import { surfaceScales } from "./surfaces.ts";

type Fields = LinkPart["fields"];

const mostSeed = 2 ** 30 - 1;

/** What a link has to say of a surface: all of an added one, otherwise what differs. */
export function surfaceFields(surface: PrintedSurface, before: PrintedSurface | null): Fields {
  const { base, corner, scale, texts, look } = surface;
  const fields: (readonly [string, string])[] = [];
  if (before === null) {
    fields.push(["d", digits((panelKinds as readonly string[]).indexOf(base.kind))]);
    fields.push(["l", digits(look.from === "own" ? look.seed : 0)]);
  }
  if (before === null || corner.some((value, i) => value !== before.corner[i]))
    fields.push(["p", corner.map((value) => digits(value, 2)).join("")]);
  if (scale !== 100) fields.push(["z", digits(scale)]);
  for (const [line, text] of texts.entries()) {
    if (text === null) fields.push(["x", digits(line)]);
    else if (text !== base.lines[line]?.text) fields.push(["w", `${digits(line)}${wordsTo(text)}`]);
  }
  return fields;
}

/** The surface with another text on a line, or none; null where it has no such line. */
function withText(
  surface: PrintedSurface,
  line: string | undefined,
  text: string | null,
): PrintedSurface | null {
  const at = numberFrom(line, surface.texts.length - 1);
  if (at === null || (text !== null && !isPrintable(text))) return null;
  return { ...surface, texts: surface.texts.map((each, i) => (i === at ? text : each)) };
}

/** The surface with one field of a link; null where it cannot have it. */
function withField(surface: PrintedSurface, letter: string, value: string): PrintedSurface | null {
  switch (letter) {
    case "p": {
      const [x, y] = [numberFrom(value.slice(0, 2), 1295), numberFrom(value.slice(2), 1295)];
      return x === null || y === null || value.length !== 4 ? null : { ...surface, corner: [x, y] };
    }
    case "z": {
      const scale = numberFrom(value, surfaceScales[1]);
      return scale === null || scale < surfaceScales[0] ? null : { ...surface, scale };
    }
    case "x":
      return withText(surface, value, null);
    case "w":
      return withText(surface, value[0], wordsFrom(value.slice(1)) ?? "");
    default:
      return null;
  }
}

/** The surface with the fields of a link; null where it cannot be so. */
export function changedSurfaceFrom(
  before: PrintedSurface,
  fields: Fields,
  scene: EditedScene,
): PrintedSurface | null {
  let surface: PrintedSurface | null = before;
  for (const [letter, value] of fields) surface = surface && withField(surface, letter, value);
  const standing = surface?.texts.some((text) => text !== null) === true;
  return surface !== null && standing && surfaceFits(surface, scene) ? surface : null;
}

/** A surface that no scene of the seed has; null where a field is missing or wrong. */
export function addedSurfaceFrom(id: number, fields: Fields, scene: EditedScene): PrintedSurface | null {
  const [[d, kindText] = ["", ""], [l, seedText] = ["", ""], ...rest] = fields;
  const kind = panelKinds[numberFrom(kindText, panelKinds.length - 1) ?? -1];
  const seed = numberFrom(seedText, mostSeed);
  if (d !== "d" || l !== "l" || kind === undefined || seed === null) return null;
  if (scene.surfaces.some(({ base }) => base.kind === kind)) return null;
  const base = surfaceOf(kind, seed, [scene.width, scene.height]);
  const texts = base.lines.map(({ text }) => text);
  const surface = {
    id,
    base,
    corner: [0, 0],
    scale: 100,
    texts,
    look: { from: "own", seed },
    under: null,
  } as const;
  return changedSurfaceFrom(surface, rest, scene);
}
