/** The page's state: the session, what the engine is doing, and what is selected. Nothing derived is stored. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ImageId } from "../base/ids.ts";
import type { Fault } from "../base/outcome.ts";
import type { DeviceReport } from "../engine/local/protocol.ts";
import type { ModelFacts, Stage } from "../engine/port.ts";
import type { Place } from "../engine/remote/places.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Plan } from "../evidence/views/plan.ts";
import type { Judge } from "../experiment/step.ts";
import type { GateChoice } from "../gate/gate.ts";
import { type History, NO_HISTORY } from "../session/history.ts";
import { EMPTY_SESSION, type Session } from "../session/session.ts";
import type { Signal } from "../session/signals/signal.ts";
import type { GalleryItem } from "./images/gallery.ts";
import type { JobFacts } from "./jobs/jobs.ts";
import { type ModelsState, NO_MODELS } from "./models/models-state.ts";
import type { Recording } from "./sessions/recorded.ts";

export type EngineState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly report: DeviceReport }
  | { readonly kind: "lost"; readonly fault: Fault };

export type ModelState =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly stage: Stage; readonly done: number; readonly total: number }
  | { readonly kind: "ready"; readonly facts: ModelFacts }
  | { readonly kind: "failed"; readonly fault: Fault };

/** A token while it streams in, before the rollout is stored. */
export interface StreamedToken {
  readonly text: string;
}

/** Progress of a stage of a run; a total of 0 where it is unknown. */
interface Progress {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
}

/** The tokens that each sibling has generated so far. */
export type StreamedTokens = readonly (readonly StreamedToken[])[];

export type RunState =
  | { readonly kind: "idle" }
  /** The student generates its answers. */
  | (Progress & { readonly kind: "answering"; readonly tokens: StreamedTokens })
  /** The teacher generates its own answer. */
  | (Progress & { readonly kind: "teaching"; readonly tokens: StreamedTokens })
  /** Other sides score the student's tokens: the teacher first, then the further views. */
  | { readonly kind: "replaying"; readonly stage: Stage; readonly who: "teacher" | "others" }
  | { readonly kind: "weighing" }
  /** The gap is being split: so many of its conditions are answered. */
  | { readonly kind: "splitting"; readonly done: number; readonly total: number };

/** Whether the session is saved in the browser. */
export type KeepingState =
  /** Nothing that a person made. */
  | { readonly kind: "nothing" }
  | { readonly kind: "keeping" }
  /** When, in milliseconds since 1970. */
  | { readonly kind: "kept"; readonly at: number }
  | { readonly kind: "failed"; readonly fault: Fault };

/** An item of a suite in the playground. */
export interface Visit {
  readonly suite: string;
  readonly item: string;
  readonly image: ImageId;
}

export interface AppState {
  /** Whether the initial state of the visit is not yet known. */
  readonly opening: boolean;
  readonly gallery: readonly GalleryItem[];
  readonly session: Session;
  readonly history: History;
  readonly keeping: KeepingState;
  /** The sessions that come with Fovea. */
  readonly recordings: readonly Recording[];
  /** Experiments answered since the page was opened; all others were recorded before. */
  readonly live: WeakSet<readonly Rollout[]>;
  /** The address of the shown image; an object URL for own images. */
  readonly imageUrl: string | null;
  readonly engine: EngineState;
  readonly model: ModelState;
  readonly models: ModelsState;
  readonly run: RunState;
  /** The jobs that have not ended. */
  readonly jobs: readonly JobFacts[];
  /** The jobs that an action would stop, while the person is asked whether it may; null otherwise. */
  readonly stops: readonly JobFacts[] | null;
  /** The remote engine to which images and questions would be sent, while a person is asked whether they may; null otherwise. */
  readonly disclosure: Place | null;
  /** Judges answers; null until the scorer has loaded, with the actions. */
  readonly judgeOf: ((state: Pick<AppState, "gallery" | "session">, plan: Plan) => Judge) | null;
  /** One signal per formula of the session, as soon as the code that reads formulas has loaded. */
  readonly formulaSignals: readonly Signal[];
  /** What the formulas that were run need on demand: sums over the vocabulary, and attention; a replay measures it. */
  readonly formulaSums: readonly string[];
  /** The texts of the formulas that the person wrote or ran in this tab; all others came with a file or a link. */
  readonly runFormulas: ReadonlySet<string>;
  /** The texts of the formulas that were being measured when the graphics device was lost. */
  readonly lostFormulas: ReadonlySet<string>;
  /** Index of the sibling that the screen shows. */
  readonly sibling: number;
  /** The gate whose panel is open. */
  readonly gate: GateChoice["gate"];
  /** The selected token of that sibling's answer. */
  readonly selection: number | null;
  /** The item of a suite that was opened last; null where none was. */
  readonly visit: Visit | null;
  /** The latest fault that was not dismissed. */
  readonly fault: Fault | null;
  /** Whether a newer build of the page is complete and waiting. */
  readonly newVersion: boolean;
}

export type AppStore = StoreApi<AppState>;

export const INITIAL_STATE: AppState = {
  opening: true,
  gallery: [],
  session: EMPTY_SESSION,
  history: NO_HISTORY,
  keeping: { kind: "nothing" },
  recordings: [],
  live: new WeakSet(),
  imageUrl: null,
  engine: { kind: "starting" },
  model: { kind: "idle" },
  models: NO_MODELS,
  run: { kind: "idle" },
  jobs: [],
  stops: null,
  disclosure: null,
  judgeOf: null,
  formulaSignals: [],
  formulaSums: [],
  runFormulas: new Set(),
  lostFormulas: new Set(),
  sibling: 0,
  gate: "v-zero",
  selection: null,
  visit: null,
  fault: null,
  newVersion: false,
};

export function createAppStore(): AppStore {
  return createStore<AppState>()(() => INITIAL_STATE);
}
