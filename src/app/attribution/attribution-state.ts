/** State of the attribution maps: their settings and results. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Fault } from "../../base/outcome.ts";
import type { AttentionMaps } from "../../evidence/maps/attention.ts";
import type { Sensitivity, SensitivityPlan } from "../../evidence/maps/sensitivity.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import type { Box } from "../../view/box.ts";

/** Whose answer is replayed under the student's image. */
export type Speaker = "student" | "teacher";

export interface MapSettings {
  readonly speaker: Speaker;
  /** Cells are replaced by uniform grey, or blurred, which avoids sharp edges. */
  readonly erase: "blank" | "blur";
  /** How many times cells with an effect are divided into four. */
  readonly levels: 0 | 1 | 2;
}

/** The answer and the image that a map explains. */
export interface MapSubject {
  /** Equal for the same tokens under the same showing with the same settings. */
  readonly key: string;
  readonly rollout: Rollout;
  /** The student's showing. */
  readonly showing: Showing;
  /** The part of the source image that is visible to the student. */
  readonly frame: Box;
  readonly settings: MapSettings;
  readonly plan: SensitivityPlan;
}

export interface SensitivityMapRun {
  readonly subject: MapSubject;
  /** The loss of each token if the whole image were erased, in nats: a token without a loss does not need the image. */
  readonly needs: readonly number[];
  /** Duration of one replay on this machine, in milliseconds, from the latest ones. */
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
  /** Tokens that the map explains; null for the whole answer. */
  readonly selected: readonly number[] | null;
  readonly attention: AttentionState;
  /** The layer that is shown, 0-based; null for two thirds of the depth, as in the papers. */
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
