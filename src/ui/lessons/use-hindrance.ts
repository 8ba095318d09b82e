/** What stands in the way of what a page would do. */
import { canAct } from "../../app/lessons/lesson-actions.ts";
import type { Action, Lesson } from "../../lesson/lesson.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { useApp, useHandle } from "../app-context.ts";
import { whyNotAnswer } from "../shell/words.ts";

const NO_RECORD = "The recorded answers are not there yet.";

const WANTING: Readonly<Record<Exclude<Action["kind"], "tune">, string>> = {
  answer: NO_RECORD,
  showGroup: NO_RECORD,
  signal: NO_RECORD,
  gate: NO_RECORD,
  selectLargest: "Nothing is measured yet: show or give an answer first.",
  selectHeaviest: "No group is weighed yet.",
  openScene: "The gallery is not there yet.",
  divergence: "An answer must be there first.",
  check: "An answer must be there first.",
  branch: "An answer must be there first.",
};

/** As a sentence; null where nothing does. */
export function useHindrance(action: Action, lesson: Lesson, snapshot: Snapshot): string | null {
  const { store } = useHandle();
  const why = useApp(whyNotAnswer);
  // The run and the lists are what `canAct` reads; a change of any of them draws this anew.
  useApp((state) => state.run);
  useApp((state) => state.gallery);
  useApp((state) => state.recordings);
  if (action.kind === "tune" || canAct(action, store.getState(), lesson, snapshot)) return null;
  const needsModel = action.kind === "divergence" || action.kind === "check" || action.kind === "branch";
  return needsModel && why !== null ? why : WANTING[action.kind];
}
