/**
 * A scene that a person edits: everything of it as data, in a form that does not depend on the order of the edits, so that
 * the same scene has one link.
 */
import type { Background } from "../layout/names.ts";
import type { UnplacedPanel } from "../layout/panels.ts";
import type { Look, Place, ThingKind, thingDimensions } from "../scene.ts";

export type StickerDimension = (typeof thingDimensions)[number];
/** What a thing is that lies on the ground by itself; printed lines stand on surfaces. */
export type StickerKind = Extract<ThingKind, { readonly dim: StickerDimension }>;

/** A thing that lies on the ground by itself. */
export interface Sticker {
  /** Unique in the scene, among surfaces too. */
  readonly id: number;
  readonly kind: StickerKind;
  /** Where it lies before it is turned. */
  readonly place: Place;
  /** In whole degrees, clockwise, 0 to 359. */
  readonly turn: number;
  readonly look: Look;
  /** The seed by which the sprites of a group are arranged; null where the scene's own seed did. */
  readonly arranged: number | null;
}

/** A panel with printed lines. Its size follows from its scale and its texts. */
export interface PrintedSurface {
  readonly id: number;
  /** As it was first laid out, its lines from its own corner. */
  readonly base: UnplacedPanel;
  readonly corner: readonly [x: number, y: number];
  /** In whole percent of its first size. */
  readonly scale: number;
  /** The text of each line of `base`; null where it was removed. */
  readonly texts: readonly (string | null)[];
  readonly look: Look;
  /** The thing that a caption stands under; null for any other surface, and where that thing was removed. */
  readonly under: number | null;
}

export interface EditedScene {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly background: Background;
  readonly stickers: readonly Sticker[];
  readonly surfaces: readonly PrintedSurface[];
}
