/** The typefaces of the scenes, by the names of their files in public/scene-fonts. */

/** Faces of signs. */
export const signFaces = [
  "courier-prime",
  "inter",
  "jetbrains-mono",
  "roboto-slab",
  "rubik",
  "space-mono",
] as const;
