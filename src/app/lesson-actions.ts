/** What a reader of lessons can do: turn pages, predict, and let a page operate the screen. */
import type { BenchChange } from "../lesson/bench.ts";
import { boxAt } from "../lesson/box-place.ts";
import { lessonOf } from "../lesson/catalog.ts";
import type { Action, Page } from "../lesson/lesson.ts";
import { observed, opened, pageKey, predicted, withBench } from "../lesson/progress.ts";
import { largestAt, type Snapshot, snapshotOf } from "../lesson/snapshot.ts";
import { imageOf } from "../session/derived.ts";
import { itemBox } from "../suite/item.ts";
import type { Box } from "../view/box.ts";
import type { Actions } from "./actions.ts";
import type { LessonState, LessonStore } from "./lesson-store.ts";
import { canAnswer } from "./selectors.ts";
import type { AppState } from "./state.ts";

/** The evidence of the open scene, as the gallery knows it; null for a picture of one's own. */
export function homeOf({ gallery, session }: AppState): Box | null {
  const origin = imageOf(session)?.origin;
  const item = origin?.kind === "gallery" ? gallery.find(({ id }) => id === origin.item) : undefined;
  return item === undefined ? null : itemBox(item);
}

/** What the lesson sees now. A run that goes on shows nothing yet. */
export function seen(app: AppState, { progress }: LessonState): Snapshot {
  const snapshot = snapshotOf(app.session, {
    sibling: app.sibling,
    selection: app.selection,
    home: homeOf(app),
    bench: progress.bench,
    notes: progress.notes,
  });
  return app.run.kind === "idle" ? snapshot : { ...snapshot, measured: false };
}

/** The page that is open, or null while the list of lessons is shown. */
export function openPage({ progress }: LessonState): Page | null {
  return lessonOf(progress.lesson)?.pages[progress.page] ?? null;
}

/** Whether a page can do that in the reader's place now. */
export function canAct(action: Action, app: AppState, snapshot: Snapshot): boolean {
  switch (action.kind) {
    case "answer":
      return canAnswer(app);
    case "selectLargest":
      return largestAt(snapshot) !== null;
    case "placeBox":
      return homeOf(app) !== null;
    case "openScene":
      return app.gallery.some(({ id }) => id === action.scene);
    case "tune":
      return true;
    default:
      return action satisfies never;
  }
}

export interface LessonActions {
  /** Opens a lesson at a page counted from 0, or the list with null. */
  turnTo(lesson: string | null, page: number): void;
  predict(option: number): void;
  tune(change: BenchChange): void;
  act(action: Action): void;
  /** Looks at the screen: marks what is done, notes what was measured. */
  observe(): void;
}

export function createLessonActions(
  lessons: LessonStore,
  app: { getState(): AppState },
  actions: Actions,
): LessonActions {
  const set = (progress: LessonState["progress"]) => {
    if (progress !== lessons.getState().progress) lessons.setState({ progress });
  };
  const snapshot = () => seen(app.getState(), lessons.getState());
  const tune = (change: BenchChange) => set(withBench(lessons.getState().progress, change));
  return {
    turnTo(id, page) {
      const lesson = lessonOf(id);
      const { progress } = lessons.getState();
      lessons.setState({ wanted: null, folded: false });
      set(lesson === null ? { ...progress, lesson: null, page: 0 } : opened(progress, lesson, page));
    },
    predict(option) {
      const { progress } = lessons.getState();
      set(predicted(progress, pageKey(progress.lesson ?? "", progress.page), option));
    },
    tune,
    act(action) {
      const home = homeOf(app.getState());
      if (action.kind === "openScene") void actions.openGalleryItem(action.scene);
      else if (action.kind === "answer") void actions.answer();
      else if (action.kind === "selectLargest") actions.select(largestAt(snapshot()));
      else if (action.kind === "tune") tune(action.change);
      else if (home !== null) void actions.releaseBox(boxAt(action.place, home));
    },
    observe() {
      const page = openPage(lessons.getState());
      if (page !== null) set(observed(lessons.getState().progress, page, snapshot()));
    },
  };
}
