/** State of the page where models are trained: the settings of the next run, and the run that is shown. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ModelId } from "../../base/ids.ts";
import type { Fault } from "../../base/outcome.ts";
import { recipes } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { MeasuredPair } from "../../lab/run/measured-pair.ts";
import type { Measured } from "../../lab/run/need.ts";
import type { Run } from "../../lab/run/run.ts";
import type { RecordedTable } from "../../lab/tables/document.ts";
import type { KeptCheckpoint, WatchedImage } from "../../training/protocol/protocol.ts";
import { NANO } from "../models/bundled.ts";
import type { HeldData } from "./own-data.ts";

export interface LabSettings {
  readonly recipe: Recipe;
  /** The bundled model that is trained. */
  readonly student: ModelId;
  readonly steps: number;
  readonly seed: number;
  /** Steps between two evaluations. */
  readonly every: number;
  /** Held-out questions of each dimension. */
  readonly perDimension: number;
  /** Whether the run ends itself where it has collapsed. */
  readonly endsAtCollapse: boolean;
  /** Drawn scenes, the page's gallery, or the list that the person opened. */
  readonly data: "scenes" | "gallery" | "own";
}

/** At most so many recipes run one after another, and so many runs share a chart. */
export const MOST_TOGETHER = 4;

export type LabPhase =
  /** Nothing runs. The document tells how far the shown run came. */
  | { readonly kind: "idle" }
  /** A few steps are made to find out how long they take. */
  | { readonly kind: "measuring" }
  | {
      readonly kind: "preparing";
      readonly what: string;
      readonly done: number;
      readonly total: number;
      readonly bytes: boolean;
    }
  | { readonly kind: "running" }
  | { readonly kind: "paused" }
  /** It ends after the step that is being made. */
  | { readonly kind: "ending" }
  /** The files of the trained model are made. */
  | { readonly kind: "packing" }
  /** The trained model and its parent answer questions that chose nothing; the numbers are of what is done. */
  | { readonly kind: "asking"; readonly what: string; readonly done: number; readonly total: number }
  /** It ended with a fault; whatever was kept before can go on. */
  | { readonly kind: "failed"; readonly fault: Fault };

/** A run that the browser keeps, as it is listed. */
export interface ListedRun {
  readonly name: string;
  /** When it was kept last, in milliseconds since 1970. */
  readonly at: number;
  readonly run: Run;
  readonly checkpoints: readonly KeptCheckpoint[];
  /** The image of its watched item; null where none was kept. */
  readonly image: WatchedImage | null;
}

export interface LabState {
  readonly settings: LabSettings;
  readonly phase: LabPhase;
  /** What was measured on this device in this visit, or is known from kept runs, by `measuredKey`. */
  readonly measured: ReadonlyMap<string, Measured>;
  /** The shown run; null where there is none. */
  readonly run: Run | null;
  /** Under which name the browser keeps it; null for one that was opened from a file. */
  readonly name: string | null;
  /** The image of its watched item; null where it is not known, as for a run that was opened from a file. */
  readonly image: WatchedImage | null;
  /** The shown run's checkpoints, in the order of their steps. */
  readonly checkpoints: readonly KeptCheckpoint[];
  /** Kept runs whose lines are drawn beside those of the shown one. */
  readonly others: readonly ListedRun[];
  /** Ids of recipes that run after the chosen one, on the same data and seed. */
  readonly series: readonly string[];
  /** The list of questions that the person opened; null before that. */
  readonly own: HeldData | null;
  /** Recorded tables by their ids; null before they are read. */
  readonly tables: ReadonlyMap<string, RecordedTable> | null;
  /** The shown run's model beside its parent; null where that was not asked. */
  readonly pair: MeasuredPair | null;
  /** All runs that the browser keeps, the last one first. */
  readonly kept: readonly ListedRun[];
  readonly fault: Fault | null;
}

export type LabStore = StoreApi<LabState>;

/** Equal for runs of which a step takes equally long on one device. */
export function measuredKey(
  { id: _, title: __, about: ___, source: ____, ...parts }: Recipe,
  student: string,
): string {
  return JSON.stringify([student, parts]);
}

/** Settings of a run of another length, evaluated as often: evaluations and checkpoints lie at the same shares of it. */
export function withSteps(settings: LabSettings, steps: number): LabSettings {
  const every = Math.max(1, Math.round((settings.every * steps) / settings.steps));
  return { ...settings, steps, every };
}

const [FIRST] = recipes as readonly [Recipe];

export const INITIAL_LAB: LabState = {
  settings: {
    recipe: FIRST,
    student: NANO.id,
    steps: 40,
    seed: 1,
    every: 10,
    perDimension: 20,
    endsAtCollapse: false,
    data: "scenes",
  },
  phase: { kind: "idle" },
  measured: new Map(),
  run: null,
  name: null,
  image: null,
  checkpoints: [],
  others: [],
  series: [],
  own: null,
  tables: null,
  pair: null,
  kept: [],
  fault: null,
};

export function createLabStore(): LabStore {
  return createStore<LabState>()(() => INITIAL_LAB);
}

/** Whether something runs, be it a run or a measurement. */
export function isBusy({ phase }: Pick<LabState, "phase">): boolean {
  return phase.kind !== "idle" && phase.kind !== "failed";
}
