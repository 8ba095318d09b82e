/** Lights up the parts of the screen that the open page points at. Parts are known by `data-part`, never by a class. */
import { useEffect } from "react";
import type { Part } from "../../lesson/prose.ts";

const partsOnScreen = (part: Part): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`[data-part="${part}"]`),
];

/** Marks the parts while they are pointed at. */
export function usePointing(parts: readonly Part[]): void {
  const names = parts.join(" ");
  useEffect(() => {
    const pointed = names === "" ? [] : names.split(" ").flatMap((part) => partsOnScreen(part as Part));
    for (const element of pointed) element.setAttribute("data-pointed", "true");
    return () => {
      for (const element of pointed) element.removeAttribute("data-pointed");
    };
  }, [names]);
}

/** Presses the first key of a part, in the reader's place, and shows it. */
export function pressIn(part: Part): void {
  const [element] = partsOnScreen(part);
  element?.querySelector("button")?.click();
  showPart(part);
}

/** Brings a part into view and marks it out for a moment. */
export function showPart(part: Part): void {
  const [element] = partsOnScreen(part);
  if (element === undefined) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
  for (const former of document.querySelectorAll('[data-pointed="now"]'))
    former.setAttribute("data-pointed", "true");
  if (element.hasAttribute("data-pointed")) element.setAttribute("data-pointed", "now");
}
