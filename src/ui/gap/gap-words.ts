/** The page's words for the gap that is split in three. */
import type { GapCondition, GapPart } from "../../evidence/gap.ts";

export const CONDITION_WORDS: Readonly<
  Record<GapCondition, { readonly name: string; readonly keeps: string }>
> = {
  regional: { name: "Evidence crop", keeps: "every pixel of the evidence, and nothing else" },
  matched: { name: "Matched crop", keeps: "only the pixels that the model keeps of it in the full image" },
  isolated: { name: "Evidence isolated", keeps: "the evidence at its place and size, all else grey" },
  global: { name: "Full image", keeps: "everything" },
};

export const PART_WORDS: Readonly<Record<GapPart, { readonly name: string; readonly lost: string }>> = {
  resolution: { name: "Resolution", lost: "pixels: what downsampling erased" },
  placement: { name: "Placement", lost: "place: small, somewhere, in a long prompt" },
  clutter: { name: "Clutter", lost: "clutter: everything else in the image" },
};

const LARGEST: Readonly<Record<GapPart, string>> = {
  resolution: "Most is lost with the pixels. No training on the full image brings those back.",
  placement: "Most is lost when the evidence is small and in its place, with the same pixels.",
  clutter: "Most is lost to what surrounds the evidence. This is what training to focus can recover.",
};

/** What the split says of this question, in a sentence. */
export function verdictWords(largest: GapPart | null): string {
  return largest === null ? "Nothing is lost from the evidence crop to the full image." : LARGEST[largest];
}
