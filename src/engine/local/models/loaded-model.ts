/** An open model with everything that answers and replays need of it. */
import type { Weights } from "../../../base/weights.ts";
import type { RunCard } from "../../../evidence/rollout.ts";
import type { OpenModel, Rows } from "../../../model/adapter.ts";
import type { ImageStore } from "../images/images.ts";
import type { Measure } from "../numbers/measure.ts";
import { createPromptCache, type PromptCache } from "../runs/prompt-cache.ts";

export interface LoadedModel {
  readonly model: OpenModel;
  /** What the model computes with now. Whoever changes them sets their next version here, so that nothing made before is used. */
  weights: Weights;
  readonly promptCache: PromptCache;
  readonly measure: Measure;
  /** Of what is computed now. */
  readonly card: RunCard;
}

/** An open model, the weights that it begins with, and on what it runs. */
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
 * Logits of one side that exist at once. Two sides are compared, and rows in memory are uploaded to be compared there:
 * four times this is 32 MB.
 */
const SIDE_LOGITS = 8 * 2 ** 20;

/** How many rows of a side may exist at once; at least one. */
export function rowsAtOnce({ model }: LoadedModel): number {
  return Math.max(1, Math.floor(SIDE_LOGITS / (4 * model.vocabularySize)));
}

/** Bytes that the batch of a pass may hold together; a larger group takes several passes. */
const BATCH_BYTES = 256 * 2 ** 20;

/** The size of a batch whose elements hold `elementBytes` each; at least one. */
export function batchAtOnce(elementBytes: number): number {
  return Math.max(1, Math.floor(BATCH_BYTES / Math.max(1, elementBytes)));
}

/** Some of the rows, which the whole releases. */
export function someRows(rows: Rows, first: number, count: number): Rows {
  return { ...rows, first: rows.first + first, count, [Symbol.dispose]: () => undefined };
}
