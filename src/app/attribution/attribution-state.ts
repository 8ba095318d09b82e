/** State of "where the model looks": what is asked for, and what was found so far. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Fault } from "../../base/outcome.ts";
import type { AttentionMaps } from "../../evidence/maps/attention.ts";
import type { Sensitivity, SensitivityPlan } from "../../evidence/maps/sensitivity.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import type { Box } from "../../view/box.ts";

/** Whose answer's tokens are replayed under the student's picture. */
export type Speaker = "student" | "teacher";

export interface MapSettings {
  readonly speaker: Speaker;
  /** Cells are made one grey, or blurred so that their edges do not shout. */
  readonly erase: "blank" | "blur";
  /** How often the cells that matter are cut into four. */
  readonly levels: 0 | 1 | 2;
}

/** The answer and the picture that a map is about. */
export interface MapSubject {
  /** Equal for the same tokens under the same showing with the same settings. */
  readonly key: string;
  readonly rollout: Rollout;
  /** What the student was shown. */
  readonly showing: Showing;
  /** The part of the source image that the picture shows. */
  readonly frame: Box;
  readonly settings: MapSettings;
  readonly plan: SensitivityPlan;
}

export interface SensitivityMapRun {
  readonly subject: MapSubject;
  /** What each token would lose if the whole picture were erased, in nats: who loses nothing does not need it. */
  readonly needs: readonly number[];
  /** How long one replay takes here, in milliseconds, by the last that were measured. */
  readonly replayMs: number;
  readonly map: Sensitivity;
  readonly phase: "ready" | "drawing" | "stopped" | "done";
}

export type AttentionState =
  | { readonly kind: "none" }
  | { readonly kind: "reading" }
  | { readonly kind: "read"; readonly reading: AttentionMaps }
  | { readonly kind: "failed"; readonly fault: Fault };

export interface AttributionState {
  readonly settings: MapSettings;
  readonly run: SensitivityMapRun | null;
  /** Tokens whose change colours the map; null for the whole answer. */
  readonly selected: readonly number[] | null;
  readonly attention: AttentionState;
  /** The layer that is shown, 0-based; null for the papers' two thirds of the depth. */
  readonly layer: number | null;
  readonly fault: Fault | null;
}

export type AttributionStore = StoreApi<AttributionState>;

export const INITIAL_ATTRIBUTION: AttributionState = {
  settings: { speaker: "student", erase: "blank", levels: 1 },
  run: null,
  selected: null,
  attention: { kind: "none" },
  layer: null,
  fault: null,
};

export function createAttributionStore(): AttributionStore {
  return createStore<AttributionState>()(() => INITIAL_ATTRIBUTION);
}
