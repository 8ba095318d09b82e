/** The identity of a model's weights. The name of the model is not enough, since training changes its weights. */
import type { ModelId } from "./ids.ts";

export interface Weights {
  /** The model that they belong to. */
  readonly id: ModelId;
  /** 0 for the weights in the model's files; increases by one with each change. */
  readonly version: number;
  /** SHA-256 of the weights from which these were made; null where they were made from no other model's. */
  readonly parent: string | null;
  readonly sha256: string;
}

/** Equal weights, and only those, have equal keys; caches use it for whatever was computed with them. */
export function weightsKey({ id, version, parent, sha256 }: Weights): string {
  return JSON.stringify([id, version, parent, sha256]);
}
