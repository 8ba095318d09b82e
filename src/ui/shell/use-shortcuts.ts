/** Listens for the keys that work everywhere. */
import { useEffect, useEffectEvent } from "react";
import { isComposing } from "../shared/composing.ts";
import { type Intent, intentOf } from "./shortcuts.ts";

/** Whether what has the focus is being written in, or finds its options by their letters. */
const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches(
    "textarea, [contenteditable], [role='combobox'], input:not([type='radio'], [type='checkbox'], [type='range'])",
  );

/** Whether something is open over the page, whose keys are its own. */
const covered = (): boolean => document.querySelector("[data-surface]") !== null;

/** Does what is asked for by a key, as long as nothing covers the page. */
export function useShortcuts(doers: Partial<Readonly<Record<Intent, () => void>>>): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || isComposing(event) || covered()) return;
    const intent = intentOf(event, writes(event.target));
    const act = intent === null ? undefined : doers[intent];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
