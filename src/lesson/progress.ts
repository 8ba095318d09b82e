/** The reader's progress: the open page, the predictions, the finished tasks, and the settings of the exhibits. */
import { type ExhibitChange, type ExhibitState, INITIAL_EXHIBITS, tuned } from "./exhibit-state.ts";
import type { Lesson, Page } from "./lesson.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Progress {
  /** Null while the list of lessons is shown. */
  readonly lesson: string | null;
  /** From 0. */
  readonly page: number;
  /** The chosen option of each page's prediction, by `pageKey`. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Pages whose task was done at some time; undoing it later changes nothing. */
  readonly done: readonly string[];
  /** Pages of the open lesson whose task was seen undone since it was opened: only these can become done. */
  readonly pending: readonly string[];
  readonly exhibits: ExhibitState;
}

export const NO_PROGRESS: Progress = {
  lesson: null,
  page: 0,
  predicted: {},
  done: [],
  pending: [],
  exhibits: INITIAL_EXHIBITS,
};

/** A page among all lessons. */
export function pageKey(lesson: string, page: number): string {
  return `${lesson}/${page + 1}`;
}

/** Opens a lesson at a page, counted from 0 and clamped to the lesson; its exhibits start with its settings. */
export function opened(progress: Progress, lesson: Lesson, page: number): Progress {
  const last = lesson.pages.length - 1;
  const wanted = Number.isInteger(page) ? page : 0;
  const same = progress.lesson === lesson.id;
  return {
    ...progress,
    lesson: lesson.id,
    page: Math.min(last, Math.max(0, wanted)),
    pending: same ? progress.pending : [],
    exhibits: same ? progress.exhibits : tuned(INITIAL_EXHIBITS, lesson.exhibits),
  };
}

export function predicted(progress: Progress, key: string, option: number): Progress {
  return { ...progress, predicted: { ...progress.predicted, [key]: option } };
}

export function withExhibits(progress: Progress, change: ExhibitChange): Progress {
  return { ...progress, exhibits: tuned(progress.exhibits, change) };
}

/** Marks the task of a page as being done now, whether or not it looks done already. */
export function undertaken(progress: Progress, lesson: string, page: number): Progress {
  const key = pageKey(lesson, page);
  return progress.pending.includes(key) ? progress : { ...progress, pending: [...progress.pending, key] };
}

/**
 * What the snapshot adds: the open page's task, if it is done and was not when the lesson was opened. What the screen showed
 * before, such as a recorded answer, does not count as the reader's work.
 */
export function observed(progress: Progress, lesson: Lesson, snapshot: Snapshot): Progress {
  const isDone = lesson.pages.map(({ task }) => task?.done(snapshot) === true);
  let next = progress;
  for (const [at, { task }] of lesson.pages.entries())
    if (task !== undefined && isDone[at] === false) next = undertaken(next, lesson.id, at);
  const key = pageKey(lesson.id, progress.page);
  if (progress.done.includes(key) || isDone[progress.page] !== true || !next.pending.includes(key))
    return next;
  return { ...next, done: [...next.done, key] };
}

/**
 * Whether the reveal of a page may be shown: after the prediction and, where the page has a task on the screen, after that. A
 * task on one of the page's own exhibits does not hold it back, since the exhibit may be part of it.
 */
export function isRevealed(progress: Progress, page: Page): boolean {
  const key = pageKey(progress.lesson ?? "", progress.page);
  if (progress.predicted[key] === undefined) return false;
  return page.task === undefined || page.task.action.kind === "tune" || progress.done.includes(key);
}
