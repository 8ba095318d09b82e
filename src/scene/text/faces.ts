/** The typefaces of the scenes, by the names of their files in public/scene-fonts, and how wide text is in them. */
import measured from "./face-metrics.json" with { type: "json" };
import kinds from "./faces.json" with { type: "json" };

export type Face = keyof typeof kinds;
export type FaceKind =
  | "sans"
  | "serif"
  | "slab"
  | "mono"
  | "typewriter"
  | "dots"
  | "narrow"
  | "hand"
  | "display";

export const faces = Object.keys(kinds) as readonly Face[];

/** Faces of the signs with two to four characters. */
export const signFaces = [
  "courier-prime",
  "inter",
  "jetbrains-mono",
  "roboto-slab",
  "rubik",
  "space-mono",
] as const satisfies readonly Face[];

/** All faces of some kinds. */
export function facesOf(...wanted: readonly FaceKind[]): readonly Face[] {
  return faces.filter((face) => wanted.includes(kinds[face] as FaceKind));
}

/** How far ink reaches above and below the baseline, for a size of 1. */
export function inkOf(face: Face): { readonly top: number; readonly bottom: number } {
  const { top, bottom } = measured[face];
  return { top: top / 1000, bottom: bottom / 1000 };
}

/** Where each character of U+0020 to U+007E begins, and where the last one ends, for a size of 1 without kerning. */
export function edgesOf(face: Face, text: string): readonly number[] {
  const { widths } = measured[face];
  let at = 0;
  const edges = [0];
  for (const character of text) {
    at += (widths[character.charCodeAt(0) - 32] ?? 0) / 1000;
    edges.push(at);
  }
  return edges;
}

/** The width of a text for a size of 1. */
export function widthOf(face: Face, text: string): number {
  return edgesOf(face, text).at(-1) ?? 0;
}
