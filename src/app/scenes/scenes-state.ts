/** State of the scene studio: the scene with its history, what is selected, its picture, and the answers about it. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Fault } from "../../base/outcome.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { beginningWith, type SceneHistory } from "../../scene/edit/history.ts";
import { type Part, startOf } from "../../scene/edit/scene-of.ts";
import type { PaintedScene } from "../../scene/painter/painter.ts";
import type { SavedScene } from "./saved-scenes.ts";

/** What one side said, whether that was right (null where nobody knows), and the probability of the right answer. */
export interface Said {
  readonly text: string;
  readonly right: boolean | null;
  readonly probability: number | null;
}

/** Both sides' answers to a question about one state of the scene. */
export interface Answers {
  readonly scene: EditedScene;
  readonly student: Said;
  /** Null while it is being asked, and where there is no crop. */
  readonly teacher: Said | null;
  /** Whether there is no crop, so that the student answers alone. */
  readonly alone: boolean;
}

/** Whether a question names its thing, or asks about the red box that is drawn then. */
export type AskedForm = "name" | "box";

export interface ScenesState {
  readonly history: SceneHistory;
  readonly selected: Part | null;
  /** The picture of a state of the scene; the bitmap is closed when the next one is shown. */
  readonly picture: (PaintedScene & { readonly scene: EditedScene }) | null;
  /** What a link said of the pixels and what they are here; null where they are the same, or no link said anything. */
  readonly differs: { readonly linked: string; readonly own: string } | null;
  readonly form: AskedForm;
  /** Ids of the questions that are asked again after each edit. */
  readonly followed: readonly string[];
  /** The last answers to each question, by its id and form. */
  readonly answers: ReadonlyMap<string, Answers>;
  /** The question that is being asked; null for none. */
  readonly asking: string | null;
  readonly saved: readonly SavedScene[];
  /** What was done last that cannot be seen otherwise, for a line on the page. */
  readonly note: string | null;
  readonly fault: Fault | null;
}

export type ScenesStore = StoreApi<ScenesState>;

/** The first scene of the studio: a seed of its own, beyond those of suites, galleries and acuity. */
export const FIRST_STUDIO_SEED = 260_000_000;

export function createScenesStore(): ScenesStore {
  return createStore<ScenesState>()(() => ({
    history: beginningWith(startOf(FIRST_STUDIO_SEED)),
    selected: null,
    picture: null,
    differs: null,
    form: "name",
    followed: [],
    answers: new Map(),
    asking: null,
    saved: [],
    note: null,
    fault: null,
  }));
}

export const answerKey = (form: AskedForm, id: string): string => `${form} ${id}`;
