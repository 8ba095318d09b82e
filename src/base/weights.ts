/** Which weights a model computes with. Its name does not say: training changes the weights under it. */
import type { ModelId } from "./ids.ts";

export interface Weights {
  /** The model that they belong to. */
  readonly id: ModelId;
  /** 0 for those of the model's files, one more after each change. */
  readonly version: number;
  /** SHA-256 of the weights that these came from; null for those of the model's files. */
  readonly parent: string | null;
  readonly sha256: string;
}

/** Equal weights, and only those, have equal keys; whatever was computed with weights is kept under theirs. */
export function weightsKey({ id, version, parent, sha256 }: Weights): string {
  return JSON.stringify([id, version, parent, sha256]);
}
