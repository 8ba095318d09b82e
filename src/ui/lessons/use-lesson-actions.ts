/** What a reader can do, over the page's own store and actions. */
import { useMemo } from "react";
import { createLessonActions, type LessonActions, seen } from "../../app/lessons/lesson-actions.ts";
import type { Place } from "../../app/place.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { useApp, useHandle } from "../app-context.ts";
import { useLessonStore, useLessons } from "./lesson-context.ts";
import { pressIn } from "./use-pointing.ts";

function goTo(place: Place): void {
  location.hash = `#${place}`;
}

export function useLessonActions(): LessonActions {
  const { store, actions } = useHandle();
  const lessons = useLessonStore();
  return useMemo(
    () => createLessonActions(lessons, store, actions, pressIn, goTo),
    [lessons, store, actions],
  );
}

/** The lesson's snapshot of the screen, made again only when it changes. */
export function useSnapshot(): Snapshot {
  const { store } = useHandle();
  const lessons = useLessonStore();
  const [session, run] = [useApp((state) => state.session), useApp((state) => state.run)];
  const [sibling, selection] = [useApp((state) => state.sibling), useApp((state) => state.selection)];
  const gate = useApp((state) => state.gate);
  const runFormulas = useApp((state) => state.runFormulas);
  const progress = useLessons((state) => state.progress);
  return useMemo(
    () =>
      seen(
        { ...store.getState(), session, selection, sibling, gate, run, runFormulas },
        { ...lessons.getState(), progress },
      ),
    [store, lessons, session, selection, sibling, gate, run, runFormulas, progress],
  );
}
