/** State of the item builder: the images, the candidate regions with their answers, and the rules. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ImageId } from "../../base/ids.ts";
import type { Fault } from "../../base/outcome.ts";
import type { Candidate, SourceImage } from "../../suite/items/candidate.ts";
import { PAPER, type Thresholds } from "../../suite/items/thresholds.ts";
import type { Box } from "../../view/box.ts";

/** What the model is doing. */
export type Work =
  | { readonly kind: "question" | "answers" | "attempts"; readonly candidate: string }
  /** Replays for a sensitivity map. */
  | { readonly kind: "map"; readonly done: number; readonly total: number };

export interface ItemsState {
  readonly images: readonly SourceImage[];
  /** The current image; null before one is open. */
  readonly shown: ImageId | null;
  /** The address of that image. */
  readonly url: string | null;
  /** The region being drawn, in the unit square of that image. */
  readonly box: Box;
  /** In the order in which they were proposed. */
  readonly candidates: readonly Candidate[];
  /** Number of candidates ever made, so that ids are never reused. */
  readonly proposed: number;
  readonly thresholds: Thresholds;
  readonly seed: number;
  readonly work: Work | null;
  /** The answer whose map gave the latest region; null before one. */
  readonly answered: string | null;
  /** The model's answers that are not questions although one was asked for, by candidate. */
  readonly noQuestion: Readonly<Record<string, string>>;
  readonly fault: Fault | null;
}

export type ItemsStore = StoreApi<ItemsState>;

/** A tenth of each side in the middle: 1 % of the image, like most regions of the recipe. */
export const FIRST_BOX: Box = { x: 0.45, y: 0.45, width: 0.1, height: 0.1 };

export function createItemsStore(): ItemsStore {
  return createStore<ItemsState>()(() => ({
    images: [],
    shown: null,
    url: null,
    box: FIRST_BOX,
    candidates: [],
    proposed: 0,
    thresholds: PAPER,
    seed: 1,
    work: null,
    answered: null,
    noQuestion: {},
    fault: null,
  }));
}
