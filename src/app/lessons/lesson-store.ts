/** The lesson panel's state: whether it is open, and the reader's progress. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { NO_PROGRESS, type Progress } from "../../lesson/progress.ts";
import type { LessonLink } from "./lesson-link.ts";

export interface LessonState {
  readonly open: boolean;
  /** Folded to its title. */
  readonly folded: boolean;
  /** The screen's controls are hidden, for a class. */
  readonly plain: boolean;
  /** The request of the address, until the lessons have loaded. */
  readonly wanted: LessonLink | null;
  /** Whether the open lesson has shown its initial state. */
  readonly begun: "not yet" | "under way" | "done";
  readonly progress: Progress;
}

export type LessonStore = StoreApi<LessonState>;

/** Open from the start where the address names a lesson. */
export function createLessonStore(wanted: LessonLink | null): LessonStore {
  return createStore<LessonState>()(() => ({
    open: wanted !== null,
    folded: false,
    plain: wanted?.plain ?? false,
    wanted,
    begun: "not yet",
    progress: NO_PROGRESS,
  }));
}
