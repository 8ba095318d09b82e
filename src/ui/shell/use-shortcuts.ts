/** Listens for the shortcuts that work everywhere. */
import { useEffect, useEffectEvent } from "react";
import { isComposing } from "../shared/composing.ts";
import { type Intent, intentOf } from "./shortcuts.ts";

/** Whether the focused element takes text, or finds its options by their first letters. */
const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches(
    "textarea, [contenteditable], [role='combobox'], input:not([type='radio'], [type='checkbox'], [type='range'])",
  );

/** Whether something is open over the page, which handles keys itself. A list that was once opened or focused stays, unseen. */
const covered = (): boolean =>
  [...document.querySelectorAll("[data-surface]")].some((surface) => surface.checkVisibility());

/** Carries out what a shortcut asks for, as long as nothing covers the page. */
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
