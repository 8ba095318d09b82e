/** State of the item builder: the pictures, the regions with what was asked of them, and the rules. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ImageId } from "../../base/ids.ts";
import type { Fault } from "../../base/outcome.ts";
import type { Candidate, SourceImage } from "../../suite/items/candidate.ts";
import { PAPER, type Thresholds } from "../../suite/items/thresholds.ts";
import type { Box } from "../../view/box.ts";

/** What the model does now. */
export type Work =
  | { readonly kind: "question" | "answers" | "attempts"; readonly candidate: string }
  /** Replays of a sensitivity map. */
  | { readonly kind: "map"; readonly done: number; readonly total: number };

export interface ItemsState {
  readonly images: readonly SourceImage[];
  /** The picture on the stage; null before one is open. */
  readonly shown: ImageId | null;
  /** Where that picture can be painted from. */
  readonly url: string | null;
  /** The region that is being drawn, in the unit square of that picture. */
  readonly box: Box;
  /** In the order in which they were proposed. */
  readonly candidates: readonly Candidate[];
  /** How often a candidate was proposed, so that ids are never given twice. */
  readonly proposed: number;
  readonly thresholds: Thresholds;
  readonly seed: number;
  readonly work: Work | null;
  /** The answer from whose map the last region was proposed; null before one. */
  readonly said: string | null;
  /** What a model said that was asked for a question and gave none, by candidate. */
  readonly noQuestion: Readonly<Record<string, string>>;
  readonly fault: Fault | null;
}

export type ItemsStore = StoreApi<ItemsState>;

/** A tenth of each side in the middle: 1 % of the picture, as most of the recipe's own regions. */
export const FIRST_BOX: Box = { x: 0.45, y: 0.45, width: 0.1, height: 0.1 };

export function createItemsStore(): ItemsStore {
  return createStore<ItemsState>()(() => ({
    ...{ images: [], shown: null, url: null, box: FIRST_BOX, candidates: [], proposed: 0 },
    ...{ thresholds: PAPER, seed: 1, work: null, said: null, noQuestion: {}, fault: null },
  }));
}
