/** The page's words for the gap that is split in three. */
import type { GapCondition, GapPart } from "../../evidence/gap.ts";

/** What the model has of the image under each condition. */
export const KEEPS_WORDS: Readonly<Record<GapCondition, string>> = {
  regional: "every pixel of the evidence, and nothing else",
  matched: "only the pixels that the model keeps of it in the full image",
  isolated: "the evidence at its place and size, all else grey",
  global: "everything",
};

export const PART_WORDS: Readonly<Record<GapPart, { readonly name: string; readonly lost: string }>> = {
  resolution: { name: "Resolution", lost: "pixels: what downsampling erased" },
  placement: { name: "Placement", lost: "place: small, somewhere, in a long prompt" },
  clutter: { name: "Clutter", lost: "clutter: everything else in the image" },
};

const LARGEST: Readonly<Record<GapPart, string>> = {
  resolution: "Most is lost with pixels that the model never gets from the full image.",
  placement: "Most is lost because the evidence is small and in its place; the pixels are the same.",
  clutter: "Most is lost to what surrounds the evidence.",
};

/** What the split says of this question, in a sentence. */
export function verdictWords(largest: GapPart | null): string {
  return largest === null ? "Nothing is lost from the evidence crop to the full image." : LARGEST[largest];
}
