/** What a run is trained on and measured with: drawn scenes, or the pictures of a list of questions. */

import type { Box } from "../../view/box.ts";

/** A thing that can be asked about. */
export interface AskedThing {
  readonly dimension: string;
  /** The evidence, in the unit square of the picture. */
  readonly box: Box;
  /** Wordings of one question; the first is the one that is used for measuring. */
  readonly questions: readonly string[];
  readonly answer: string;
  /** The words of the answer that only the picture can give. */
  readonly evidence: string;
}

/** A picture with what can be asked about it. */
export interface GivenPicture {
  readonly blob: Blob;
  readonly things: readonly AskedThing[];
}

/** Which list of questions a run had. */
export interface OwnData {
  readonly title: string;
  /** Of the questions, answers, boxes and the sizes of the files. */
  readonly sha256: string;
  readonly pictures: number;
}

/** What the page's gallery is called. */
export const GALLERY_TITLE = "the gallery";

export type RunData = "scenes" | OwnData;

/** What pictures are for: training, the measures of a run while it is made, and those that chose nothing. */
export type PictureSplit = "train" | "validation" | "test";

/** Of five pictures in a row three are trained on, one measures a run, and one is asked about at its end. */
const TURNS: readonly PictureSplit[] = ["train", "train", "train", "validation", "test"];

/** Fewest pictures of a list that a run can have. */
export const FEWEST_PICTURES = TURNS.length;

/** The pictures of a list by what they are for. */
export function splitPictures<T>(pictures: readonly T[]): Readonly<Record<PictureSplit, readonly T[]>> {
  const of = (split: PictureSplit) => pictures.filter((_, i) => TURNS[i % TURNS.length] === split);
  return { train: of("train"), validation: of("validation"), test: of("test") };
}
