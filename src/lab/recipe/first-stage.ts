/** Which of the bundled models was made of another one, so that what it lost can be measured. */

import type { ModelId } from "../../base/ids.ts";

/** The model that a student was made of. */
export interface FirstStage {
  readonly id: ModelId;
  readonly title: string;
}

const FIRST_STAGES: ReadonlyMap<string, FirstStage> = new Map([
  // Its focus was made latent (training/latent.py).
  ["fovea-nano", { id: "fovea-mini" as ModelId, title: "Fovea-mini" }],
]);

/** The first stage of a bundled model; null where it has none. What was trained from a model is another model, and has none. */
export const firstStageOf = (id: ModelId): FirstStage | null => FIRST_STAGES.get(id) ?? null;
