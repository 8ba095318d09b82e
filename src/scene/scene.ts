/** A scene as data: what lies where, before anything is painted. */
import type { Random } from "../base/random.ts";
import type { Background, Colour, Shape, Surface } from "./layout/names.ts";
import type { Face } from "./text/faces.ts";

/** One thing of each is in every scene that has room for it; printed text comes in lines beside them. */
export const thingDimensions = [
  "identification",
  "ocr",
  "counting",
  "colour",
  "structure",
  "material",
] as const;
export const dimensions = [...thingDimensions, "text"] as const;
export type Dimension = (typeof dimensions)[number];

/** Left, top, width and height in whole pixels of the scene. */
export type Place = readonly [x: number, y: number, width: number, height: number];

/** A line of print: its size is that of the type in pixels, its box as wide as its text and as high as the face's ink. */
export interface PrintedLine {
  readonly text: string;
  readonly font: Face;
  readonly size: number;
  readonly box: Place;
}

/** What a thing is, by the dimension that it is asked about. */
export type ThingKind =
  | { readonly dim: "identification"; readonly colour: Colour; readonly object: string }
  | { readonly dim: "ocr"; readonly colour: Colour; readonly text: string; readonly font: Face }
  | {
      readonly dim: "counting";
      readonly sprite: string;
      readonly count: number;
      /** Left and top of each sprite in the unit square of the box, and a sprite's width as a share of the box's. */
      readonly places: readonly (readonly [x: number, y: number])[];
      readonly side: number;
    }
  | { readonly dim: "colour"; readonly icon: string; readonly colour: Colour }
  | { readonly dim: "structure"; readonly colour: Colour; readonly shape: Shape }
  | { readonly dim: "material"; readonly colour: Colour; readonly surface: Surface }
  | {
      readonly dim: "text";
      readonly text: string;
      readonly font: Face;
      readonly size: number;
      /** What the line is called: "the receipt", "the second line of the form", "under the red plate". */
      readonly where: string;
      /** Which panel of the scene it stands on. */
      readonly panel: number;
    };

/**
 * Where the chance of a shade, a tilt or a kind of paper comes from, if not from its turn in painting the scene: what the
 * scene of the seed has at that index (among its things or its panels), or a seed of its own.
 */
export type Look =
  | { readonly from: "scene"; readonly index: number }
  | { readonly from: "own"; readonly seed: number };

/** Turned clockwise about the middle of its box by so many degrees, with the size that it has upright. */
export interface Turned {
  readonly degrees: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A thing at its place. The box is what the question is about; `area` is its share of the scene; `contrast` is how opaque it
 * is, wholly unless it is given.
 */
export type Thing = ThingKind & {
  readonly box: Place;
  readonly area: number;
  readonly contrast?: number;
  readonly turned?: Turned;
  readonly look?: Look;
};

export const panelKinds = ["notice", "label", "receipt", "form", "poster", "screen"] as const;
export type PanelKind = (typeof panelKinds)[number];

/** A surface with lines of print on it; a caption is one line under a thing. */
export interface Panel {
  readonly kind: PanelKind | "caption";
  readonly box: Place;
  readonly look?: Look;
}

export interface Scene {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly background: Background;
  /** What printed lines stand on. */
  readonly panels: readonly Panel[];
  /** Largest first; the printed lines last, from top to bottom of each panel. */
  readonly things: readonly Thing[];
}

/** Where the seeds of each split begin. Nothing else distinguishes the splits. */
export const splits = { train: 0, validation: 100_000_000, test: 200_000_000 } as const;
export type Split = keyof typeof splits;

/** The quality of the JPEG file that a scene goes through, or null: 70 % of them, from 24 to 92. */
export function jpegQuality(random: Random): number | null {
  return random.next() < 0.7 ? 24 + random.below(69) : null;
}
