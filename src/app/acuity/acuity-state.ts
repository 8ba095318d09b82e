/** State of the page of acuity curves: the settings of the next measurement, and the measurements that can be shown. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { AcuityCurves } from "../../acuity/curves.ts";
import type { AcuityDocument } from "../../acuity/document.ts";
import type { PictureSubject, Shrinking } from "../../acuity/picture.ts";
import type { AcuityDimension } from "../../acuity/trials.ts";
import type { Variable } from "../../acuity/variables.ts";
import type { Fault } from "../../base/outcome.ts";
import type { ModelFacts } from "../../engine/port.ts";

export interface AcuitySettings {
  readonly dimension: AcuityDimension;
  readonly variable: Variable;
  /** How many levels; where they are chosen one by one there are more. */
  readonly levels: number;
  /** How many scenes at each level; where levels are chosen one by one, how many in all. */
  readonly scenes: number;
  readonly questions: number;
  readonly adaptive: boolean;
  /** Whether isolated evidence and matched crop are asked about too. */
  readonly parts: boolean;
  readonly how: Shrinking;
}

/** An own picture with its bytes; how it is shrunk is a setting. */
export interface OwnPicture {
  readonly subject: Omit<PictureSubject, "how">;
  readonly file: Blob;
}

/** Where a measurement comes from. */
export type Origin = "recorded" | "kept" | "file";

export interface Measurement {
  readonly key: string;
  readonly origin: Origin;
  /** When it was kept last, in milliseconds since 1970; 0 for others. */
  readonly at: number;
  readonly document: AcuityDocument;
  /** Null until they are fitted. */
  readonly curves: AcuityCurves | null;
}

export type AcuityPhase =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly key: string | null; readonly done: number; readonly total: number };

export interface AcuityState {
  readonly settings: AcuitySettings;
  readonly phase: AcuityPhase;
  /** The loaded model; null while there is none. */
  readonly model: ModelFacts | null;
  /** Recorded ones first, then those of this browser, the last one first. */
  readonly measurements: readonly Measurement[];
  /** Keys of the shown measurement and of the one that is drawn beside it. */
  readonly shown: string | null;
  readonly other: string | null;
  readonly own: OwnPicture | null;
  readonly fault: Fault | null;
}

export type AcuityStore = StoreApi<AcuityState>;

export const INITIAL_ACUITY: AcuityState = {
  settings: {
    dimension: "identification",
    variable: "size",
    levels: 6,
    scenes: 20,
    questions: 60,
    adaptive: false,
    parts: true,
    how: "shrunk",
  },
  phase: { kind: "idle" },
  model: null,
  measurements: [],
  shown: null,
  other: null,
  own: null,
  fault: null,
};

export function createAcuityStore(): AcuityStore {
  return createStore<AcuityState>()(() => INITIAL_ACUITY);
}

export const measurementOf = (
  { measurements }: Pick<AcuityState, "measurements">,
  key: string | null,
): Measurement | null => measurements.find((each) => each.key === key) ?? null;
