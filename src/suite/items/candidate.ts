/** A candidate for a new item: a region of an image, a question about it, and the answers to it. */
import type { ImageId, Size } from "../../base/ids.ts";
import type { Box } from "../../view/box.ts";

/** The image that a region was taken from. */
export interface SourceImage {
  readonly id: ImageId;
  readonly name: string;
  readonly size: Size;
}

export interface Candidate {
  readonly id: string;
  readonly image: SourceImage;
  readonly region: Box;
  /** How the region was found, for readers of the export. */
  readonly origin: "drawn" | "grid" | "map";
  readonly dimension: string;
  /** Empty until one is typed or generated. */
  readonly question: string;
  /** Answers sampled from the crop; empty until then. */
  readonly answers: readonly string[];
  /** Whether each answer sampled on the full image with the red box was right; empty until then. */
  readonly attempts: readonly boolean[];
  /** The person's own decision, which comes after every rule; null while there is none. */
  readonly decision:
    | { readonly kind: "accept" }
    | { readonly kind: "reject"; readonly reason: string }
    | null;
}

/** Regions of a grid over the image, row by row: proposals without looking at the image. */
export function gridRegions(rows: number, columns: number): readonly Box[] {
  return Array.from({ length: rows * columns }, (_, index) => ({
    x: (index % columns) / columns,
    y: Math.floor(index / columns) / rows,
    width: 1 / columns,
    height: 1 / rows,
  }));
}
