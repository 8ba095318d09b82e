/** Keys that work everywhere: R answers anew, Ctrl or Cmd with Enter too, Escape stops. */
import { useEffect } from "react";
import { canAnswer } from "../app/selectors.ts";
import { useHandle } from "./app-context.ts";

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches("textarea, select, [contenteditable], input:not([type='radio'])");

/** Whether a dialog or popover is open, whose keys are its own. */
const covered = (): boolean => document.querySelector("[data-surface]") !== null;

function asksForAnswer(event: KeyboardEvent): boolean {
  const chord = event.ctrlKey || event.metaKey;
  if (event.key === "Enter") return chord;
  return event.key.toLowerCase() === "r" && !chord && !event.altKey && !takesText(event.target);
}

type Intent = "answer" | "stop" | null;

function intentOf(event: KeyboardEvent): Intent {
  if (event.defaultPrevented || event.repeat || covered()) return null;
  if (event.key === "Escape") return "stop";
  return asksForAnswer(event) ? "answer" : null;
}

export function useShortcuts(): void {
  const { store, actions } = useHandle();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const intent = intentOf(event);
      const state = store.getState();
      if (intent === "stop" && state.run.kind !== "idle") actions.stop();
      if (intent !== "answer") return;
      event.preventDefault();
      if (canAnswer(state)) void actions.answer();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store, actions]);
}
