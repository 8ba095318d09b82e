/** One question of an opened suite, whatever the shape of its record: what the model is shown and what would be right. */
import type { Size } from "../../base/ids.ts";
import type { Box } from "../../view/box.ts";
import { correctOf, itemBox, type SuiteItem } from "../item.ts";
import type { Correct } from "./choices/answer-key.ts";

/** Where the evidence crop comes from: a box of the image, an image that the suite supplies, or nowhere. */
export type Region =
  | { readonly kind: "box"; readonly box: Box }
  | { readonly kind: "crop"; readonly path: string }
  | { readonly kind: "none" };

export interface SuiteEntry {
  /** Unique within the suite. */
  readonly id: string;
  /** The image's file, and its size when upright. */
  readonly path: string;
  readonly size: Size;
  readonly dimension: string;
  readonly question: string;
  /** The right answer in words; with choices the text of the right one. */
  readonly answer: string;
  /** All right answers to an open question of several, of which any will do; empty where `answer` is the only one. */
  readonly answers: readonly string[];
  /** Words that the right answer holds; none where the whole answer counts. */
  readonly evidence: readonly string[];
  readonly choices: readonly string[];
  /** Which of the choices are right; empty where there are none. */
  readonly correct: Correct;
  /** Whether the question already lists the choices with their letters. */
  readonly choicesInQuestion: boolean;
  readonly region: Region;
}

/** Share of the image's area that the evidence box covers; null where there is no box. */
export function relativeArea({ region }: SuiteEntry): number | null {
  return region.kind === "box" ? region.box.width * region.box.height : null;
}

/**
 * The entries of a suite whose items are in the format of Fovea, such as the bundled one. Sizes and boxes are those that the
 * list states, so no image is opened.
 */
export function entriesOfItems(items: readonly SuiteItem[]): readonly SuiteEntry[] {
  return items.map((item) => {
    const { id, image, width, height, dimension, question, answer, evidence, choices } = item;
    return {
      id,
      path: image,
      size: { width, height },
      dimension,
      question,
      answer,
      evidence,
      choices,
      answers: [],
      correct: correctOf(choices, answer),
      choicesInQuestion: false,
      region: { kind: "box", box: itemBox(item) },
    };
  });
}
