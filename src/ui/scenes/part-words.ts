/** What the studio calls the parts of a scene, their sizes and their kinds. */
import type {
  EditedScene,
  PrintedSurface,
  Sticker,
  StickerDimension,
} from "../../scene/edit/edited-scene.ts";
import { boxOf } from "../../scene/edit/fitting.ts";
import { boxOfSurface } from "../../scene/edit/scene-of.ts";
import type { Background } from "../../scene/layout/names.ts";
import { evidenceOf, nameOf } from "../../scene/layout/words.ts";
import type { PanelKind, Place } from "../../scene/scene.ts";

const bare = (name: string): string => name.replace(/^the /, "");
const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

/** "Blue plate", "Apples", "Receipt", "Caption of the red plate". */
export function titleOfSticker({ kind }: Sticker): string {
  return capital(bare(nameOf(kind)));
}

export function titleOfSurface({ base, under }: PrintedSurface, { stickers }: EditedScene): string {
  const above = stickers.find(({ id }) => id === under);
  if (base.kind !== "caption") return capital(base.kind);
  return above === undefined ? "Caption" : `Caption of ${nameOf(above.kind)}`;
}

/** One part that can be selected, with its box in pixels of the scene. */
export interface Selectable {
  readonly id: number;
  readonly title: string;
  /** What it shows: "robot", "K7P", "2 lines". */
  readonly shows: string;
  readonly box: Place;
  /** Before it is turned. */
  readonly place: Place;
  readonly turn: number;
}

/** All parts of a scene, the largest first, as they lie over each other. */
export function selectablesOf(scene: EditedScene): readonly Selectable[] {
  const stickers = scene.stickers.map(
    (each): Selectable => ({
      id: each.id,
      title: titleOfSticker(each),
      shows: evidenceOf(each.kind),
      box: boxOf(each.kind, each.place, each.turn),
      place: each.place,
      turn: each.turn,
    }),
  );
  const surfaces = scene.surfaces.map((each): Selectable => {
    const box = boxOfSurface(each);
    const lines = each.texts.filter((text) => text !== null);
    const shows = lines.length === 1 ? (lines[0] ?? "") : `${lines.length} lines`;
    return { id: each.id, title: titleOfSurface(each, scene), shows, box, place: box, turn: 0 };
  });
  const area = ({ box }: Selectable): number => box[2] * box[3];
  return [...surfaces, ...stickers.sort((one, other) => area(other) - area(one))];
}

export const shareOfScene = ({ box }: Selectable, { width, height }: EditedScene): number =>
  (box[2] * box[3]) / (width * height);

export const ADDED_NAMES: Readonly<Record<StickerDimension | PanelKind, string>> = {
  identification: "plate with an object",
  ocr: "sign with characters",
  counting: "group to count",
  colour: "coloured symbol",
  structure: "badge with a shape",
  material: "ball with a surface",
  notice: "printed notice",
  label: "printed label",
  receipt: "printed receipt",
  form: "printed form",
  poster: "printed poster",
  screen: "screen with print",
};

export const BACKGROUND_NAMES: Readonly<Record<Background, string>> = {
  plain: "Plain",
  soft: "Soft",
  clouds: "Clouds",
  texture: "Pattern",
  "french-alpine-landscape": "Photo of mountains",
  "march-pastoral": "Photo of sheep",
  "nagasaki-boats": "Photo of boats",
  "allium-oreophilum": "Photo of a flower",
  "acanthus-mollis": "Photo of a plant",
};

/** What the name of a kind's choice is: "Object" on a plate. */
export const WHAT_NAMES: Readonly<Record<StickerDimension, string>> = {
  identification: "Object",
  ocr: "Typeface",
  counting: "Things",
  colour: "Symbol",
  structure: "Shape",
  material: "Surface",
};
