/** Announces to screen readers what undo and redo restored, and what a button did. */
import { useEffect, useState } from "react";
import type { AppState } from "../../app/state.ts";
import { changeWords } from "../../session/changes.ts";
import { useHandle } from "../app-context.ts";

/** The words for a step between two states; null for any other change. */
function stepWords(state: AppState, former: AppState): string | null {
  const [now, then] = [state.history, former.history];
  const back = now.past.length - then.past.length;
  const forth = now.future.length - then.future.length;
  if (back * forth !== -1) return null;
  const what = changeWords(former.session, state.session);
  return `${back < 0 ? "Undone" : "Redone"}${what === null ? "" : `: ${what}`}.`;
}

export function StepStatus({ done }: { done: string | null }) {
  const { store } = useHandle();
  const [words, setWords] = useState("");
  useEffect(
    () =>
      store.subscribe((state, former) => {
        const said = state.history === former.history ? null : stepWords(state, former);
        if (said !== null) setWords(said);
      }),
    [store],
  );
  return (
    <p className="visually-hidden" role="status" data-testid="step-status">
      {done ?? words}
    </p>
  );
}
