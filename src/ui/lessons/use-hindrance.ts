/** What prevents an action of a page. */
import { canAct } from "../../app/lessons/lesson-actions.ts";
import type { Action, Lesson } from "../../lesson/lesson.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { useApp, useHandle } from "../app-context.ts";
import { whyNotAnswer } from "../shell/words.ts";

const NO_RECORD = "The recorded answers have not loaded yet.";

const NO_FORMULA = "There is no formula yet: write one on the first page.";

/** What can always be done. */
type Free = "tune" | "train";

const WANTING: Readonly<Record<Exclude<Action["kind"], Free>, string>> = {
  answer: NO_RECORD,
  showGroup: NO_RECORD,
  signal: NO_RECORD,
  gate: NO_RECORD,
  ownGate: NO_RECORD,
  rewrite: NO_RECORD,
  trainOwn: NO_FORMULA,
  selectLargest: "Nothing has been measured yet: show or generate an answer first.",
  selectHeaviest: "No group has weights yet.",
  openScene: "The gallery has not loaded yet.",
  divergence: "An answer is needed first.",
  check: "An answer is needed first.",
  branch: "An answer is needed first.",
};

/** As a sentence; null where nothing does. */
export function useHindrance(action: Action, lesson: Lesson, snapshot: Snapshot): string | null {
  const { store } = useHandle();
  const why = useApp(whyNotAnswer);
  // `canAct` reads the run and the lists; a change of any of them renders this again.
  useApp((state) => state.run);
  useApp((state) => state.gallery);
  useApp((state) => state.recordings);
  if (canAct(action, store.getState(), lesson, snapshot)) return null;
  if (action.kind === "tune" || action.kind === "train") return null;
  const needsModel = action.kind === "divergence" || action.kind === "check" || action.kind === "branch";
  return needsModel && why !== null ? why : WANTING[action.kind];
}
