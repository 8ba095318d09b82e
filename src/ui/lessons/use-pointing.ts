/** Highlights the parts of the screen that the open page points at. Parts are found by `data-part`, never by a class. */
import { useEffect } from "react";
import type { Part } from "../../lesson/prose.ts";

const partsOnScreen = (part: Part): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`[data-part="${part}"]`),
];

/** Marks the parts while they are pointed at, including those that appear later. */
export function usePointing(parts: readonly Part[]): void {
  const names = parts.join(" ");
  useEffect(() => {
    const wanted = names === "" ? [] : (names.split(" ") as Part[]);
    const mark = () => {
      for (const element of wanted.flatMap(partsOnScreen))
        if (!element.hasAttribute("data-pointed")) element.setAttribute("data-pointed", "true");
    };
    mark();
    let due = 0;
    const later = new MutationObserver(() => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(mark);
    });
    if (wanted.length > 0) later.observe(document.body, { childList: true, subtree: true });
    return () => {
      later.disconnect();
      cancelAnimationFrame(due);
      for (const element of document.querySelectorAll("[data-pointed]"))
        element.removeAttribute("data-pointed");
    };
  }, [names]);
}

/** Presses the first button of a part on the reader's behalf, and shows it. */
export function pressIn(part: Part): void {
  const [element] = partsOnScreen(part);
  element?.querySelector("button")?.click();
  showPart(part);
}

/** Scrolls to a part and highlights it for a moment. */
export function showPart(part: Part): void {
  const [element] = partsOnScreen(part);
  if (element === undefined) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isTall = element.offsetHeight > window.innerHeight / 3;
  element.scrollIntoView({ block: isTall ? "start" : "center", behavior: still ? "instant" : "smooth" });
  for (const former of document.querySelectorAll('[data-pointed="now"]'))
    former.setAttribute("data-pointed", "true");
  if (element.hasAttribute("data-pointed")) element.setAttribute("data-pointed", "now");
}
