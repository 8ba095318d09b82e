/** The actions of a reader of lessons: turning pages, predicting, and letting a page operate the screen. */

import { lessonOf } from "../../lesson/catalog.ts";
import type { ExhibitChange } from "../../lesson/exhibit-state.ts";
import type { Action, Lesson, Page } from "../../lesson/lesson.ts";
import { observed, opened, pageKey, predicted, undertaken, withExhibits } from "../../lesson/progress.ts";
import { largestAt } from "../../lesson/seen.ts";
import { type Snapshot, snapshotOf } from "../../lesson/snapshot.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Actions } from "../actions.ts";
import { canAnswer } from "../selectors.ts";
import type { AppState } from "../state.ts";
import { type LessonServices, perform } from "./lesson-action-handlers.ts";
import type { LessonState, LessonStore } from "./lesson-store.ts";

/** The lesson's current snapshot. */
export function seen(app: AppState, { progress }: LessonState): Snapshot {
  const { session, sibling, selection, gate, run, runFormulas } = app;
  return snapshotOf(session, {
    sibling,
    selection,
    gate,
    idle: run.kind === "idle",
    runFormulas,
    exhibits: progress.exhibits,
  });
}

/** The page that is open, or null while the list of lessons is shown. */
function openPage({ progress }: LessonState): Page | null {
  return lessonOf(progress.lesson)?.pages[progress.page] ?? null;
}

/** Whether the lesson has recorded answers, so that its pages can show them without a model. */
export function isRecordedLesson(app: AppState, lesson: Lesson): boolean {
  return app.recordings.some(({ scene }) => scene === lesson.scene);
}

/** Whether a page of that lesson can carry out the action for the reader now. */
export function canAct(action: Action, app: AppState, lesson: Lesson, snapshot: Snapshot): boolean {
  const live = canAnswer(app);
  switch (action.kind) {
    case "answer":
    case "showGroup":
    case "signal":
    case "gate":
    case "ownGate":
    case "rewrite":
      return live || isRecordedLesson(app, lesson);
    case "trainOwn":
      return snapshot.ownGate !== null;
    case "selectLargest":
      return largestAt(snapshot) !== null;
    case "selectHeaviest":
      return snapshot.weigh(action.gate) !== null;
    case "openScene":
      return app.gallery.some(({ id }) => id === action.scene);
    case "divergence":
    case "check":
    case "branch":
      return live && app.run.kind === "idle" && snapshot.tokens.length > 0;
    case "train":
    case "tune":
      return true;
    default:
      return action satisfies never;
  }
}

export interface LessonActions {
  /** Opens a lesson at a page, counted from 0, or the list with null. */
  turnTo(lesson: string | null, page: number): void;
  /** Shows the lesson's initial state, once the visit has started. */
  begin(): Promise<void>;
  /** Shows it again, whatever the reader has opened meanwhile. */
  restart(): Promise<void>;
  predict(option: number): void;
  tune(change: ExhibitChange): void;
  act(action: Action): Promise<void>;
  /** Inspects the screen and marks what is done. */
  observe(): void;
}

/** Whether the screen already shows the lesson's initial state: its scene, with a scored answer or without one. */
function isBegun({ scene, begins }: Lesson, app: AppState, snapshot: Snapshot): boolean {
  if (snapshot.scene !== scene) return false;
  if (begins === "unanswered") return snapshot.studentAnswer === null;
  return snapshot.measured && shownExperiment(app.session)?.rollouts.length === 1;
}

/**
 * Whether the screen shows the reader's own work by now: the lesson has shown its initial state, or cannot, since nothing
 * was recorded.
 */
function isUnderWay(begun: LessonState["begun"], { opening, recordings }: AppState): boolean {
  return begun === "done" || (begun === "not yet" && !opening && recordings.length === 0);
}

/** Resolves once the initial state that is coming is there. */
function initialState(lessons: LessonStore): Promise<void> {
  if (lessons.getState().begun !== "under way") return Promise.resolve();
  return new Promise((resolve) => {
    const stop = lessons.subscribe(({ begun }) => {
      if (begun === "under way") return;
      stop();
      resolve();
    });
  });
}

/** `press` clicks the button of a part of the screen, and `go` opens another page. */
export function createLessonActions(
  lessons: LessonStore,
  app: { getState(): AppState },
  actions: Actions,
  press: LessonServices["press"],
  go: LessonServices["go"],
): LessonActions {
  const set = (progress: LessonState["progress"]) => {
    if (progress !== lessons.getState().progress) lessons.setState({ progress });
  };
  const snapshot = () => seen(app.getState(), lessons.getState());
  const tune = (change: ExhibitChange) => set(withExhibits(lessons.getState().progress, change));
  const begin = async (): Promise<void> => {
    const lesson = lessonOf(lessons.getState().progress.lesson);
    // A visit has started once its list of recorded sessions has loaded.
    if (lesson === null || lessons.getState().begun !== "not yet" || app.getState().recordings.length === 0)
      return;
    lessons.setState({ begun: "under way" });
    if (lesson.scene !== null && !isBegun(lesson, app.getState(), snapshot())) {
      if (lesson.begins === "unanswered") await actions.openGalleryItem(lesson.scene);
      else if (isRecordedLesson(app.getState(), lesson)) await actions.sessions.showRecorded(lesson.scene);
    }
    if (lesson.scene !== null) actions.setSignal("divergence");
    lessons.setState({ begun: "done", progress: { ...lessons.getState().progress, pending: [] } });
  };
  return {
    turnTo(id, page) {
      const lesson = lessonOf(id);
      const { progress, begun } = lessons.getState();
      const same = lesson === null || lesson.id === progress.lesson;
      lessons.setState({ wanted: null, folded: false, begun: same ? begun : "not yet" });
      set(lesson === null ? { ...progress, lesson: null, page: 0 } : opened(progress, lesson, page));
    },
    begin,
    restart() {
      lessons.setState({ begun: "not yet" });
      return begin();
    },
    predict(option) {
      const { progress } = lessons.getState();
      set(predicted(progress, pageKey(progress.lesson ?? "", progress.page), option));
    },
    tune,
    async act(action) {
      // What the reader does while the initial state is still coming would be undone by it.
      await initialState(lessons);
      const { progress } = lessons.getState();
      const lesson = lessonOf(progress.lesson);
      if (lesson !== null && openPage(lessons.getState())?.task?.action === action)
        set(undertaken(progress, lesson.id, progress.page));
      if (action.kind === "tune") return tune(action.change);
      return perform({ app, actions, scene: lesson?.scene ?? null, snapshot, press, go }, action);
    },
    observe() {
      const { begun, progress } = lessons.getState();
      const lesson = lessonOf(progress.lesson);
      if (lesson !== null && isUnderWay(begun, app.getState())) set(observed(progress, lesson, snapshot()));
    },
  };
}
