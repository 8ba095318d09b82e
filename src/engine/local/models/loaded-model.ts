/** An open model with everything that rollouts and replays need. */
import type { Weights } from "../../../base/weights.ts";
import type { RunCard } from "../../../evidence/rollout.ts";
import type { OpenModel, Rows } from "../../../model/adapter.ts";
import type { ImageStore } from "../images/images.ts";
import type { Measure } from "../numbers/measure.ts";
import { createPromptCache, type PromptCache } from "../runs/prompt-cache.ts";

export interface LoadedModel {
  readonly model: OpenModel;
  /** The current weights. Code that changes them must set their next version here, so that nothing cached before is used. */
  weights: Weights;
  readonly promptCache: PromptCache;
  readonly measure: Measure;
  /** The run card of what is computed now. */
  readonly card: RunCard;
}

/** An open model with its initial weights and where it runs. */
export function loadedModelOf(
  model: OpenModel,
  weights: Weights,
  images: ImageStore,
  measure: Measure,
  ran: Omit<RunCard, "weightsSha256" | "weights">,
): LoadedModel {
  const loaded: LoadedModel = {
    model,
    weights,
    promptCache: createPromptCache(model, () => loaded.weights, images),
    measure,
    get card() {
      const { sha256, ...rest } = loaded.weights;
      return { ...ran, weightsSha256: sha256, weights: rest };
    },
  };
  return loaded;
}

/** Releases what a loaded model holds; its sessions go when the last of their tensors has gone. */
export async function closeModel({ promptCache, model }: LoadedModel): Promise<void> {
  promptCache[Symbol.dispose]();
  await model.close();
}

/**
 * Bytes of logits of one side that exist at once. Two sides are compared, and rows in memory are uploaded for that: four
 * times this is 32 MB.
 */
const SIDE_LOGITS = 8 * 2 ** 20;

/** The number of rows of a side that may exist at once; at least one. */
export function rowsAtOnce({ model }: LoadedModel): number {
  return Math.max(1, Math.floor(SIDE_LOGITS / (4 * model.vocabularySize)));
}

/** Bytes that the batch of a pass may hold together; a larger group takes several passes. */
const BATCH_BYTES = 256 * 2 ** 20;

/** The size of a batch whose elements hold `elementBytes` each; at least one. */
export function batchAtOnce(elementBytes: number): number {
  return Math.max(1, Math.floor(BATCH_BYTES / Math.max(1, elementBytes)));
}

/** A part of the rows; releasing the whole releases it. */
export function someRows(rows: Rows, first: number, count: number): Rows {
  return { ...rows, first: rows.first + first, count, [Symbol.dispose]: () => undefined };
}
