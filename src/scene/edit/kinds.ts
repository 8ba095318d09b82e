/** What things are, by name: the object on a plate, the sprites of a group, the typeface of a sign. */
import { icons, objects, type Shape, type Surface, shapes, sprites, surfaces } from "../layout/names.ts";
import { type Face, signFaces } from "../text/faces.ts";
import type { StickerDimension, StickerKind } from "./edited-scene.ts";

export type KindOf<D extends StickerDimension> = Extract<StickerKind, { readonly dim: D }>;

/** What a thing of a dimension can be, or which typeface a sign has, in the order in which links count them. */
export function namesOf(dim: StickerKind["dim"]): readonly string[] {
  switch (dim) {
    case "identification":
      return objects;
    case "counting":
      return sprites;
    case "colour":
      return icons;
    case "structure":
      return shapes;
    case "material":
      return surfaces;
    case "ocr":
      return signFaces;
    default:
      return dim satisfies never;
  }
}

/** Which of these names a kind has. */
export function whatOf(kind: StickerKind): string {
  switch (kind.dim) {
    case "identification":
      return kind.object;
    case "counting":
      return kind.sprite;
    case "colour":
      return kind.icon;
    case "structure":
      return kind.shape;
    case "material":
      return kind.surface;
    case "ocr":
      return kind.font;
    default:
      return kind satisfies never;
  }
}

/** The kind under another of its names; null where it cannot have that one. */
export function withWhat(kind: StickerKind, what: string): StickerKind | null {
  if (!namesOf(kind.dim).includes(what)) return null;
  switch (kind.dim) {
    case "identification":
      return { ...kind, object: what };
    case "counting":
      return { ...kind, sprite: what };
    case "colour":
      return { ...kind, icon: what };
    case "structure":
      return { ...kind, shape: what as Shape };
    case "material":
      return { ...kind, surface: what as Surface };
    case "ocr":
      return { ...kind, font: what as Face };
    default:
      return kind satisfies never;
  }
}
