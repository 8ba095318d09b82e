/** One tab stop for many items: the arrow keys move the focus among them, by row and column as laid out. */
import { type KeyboardEvent, type RefObject, useRef } from "react";

interface Place {
  readonly left: number;
  readonly top: number;
}

const placeOf = (item: HTMLElement): Place => ({
  left: item.offsetLeft + item.offsetWidth / 2,
  top: item.offsetTop,
});

/** The item in the next row up or down that is horizontally nearest to `from`. */
function acrossRows(items: readonly HTMLElement[], from: number, direction: 1 | -1): number {
  const here = placeOf(items[from] as HTMLElement);
  let best = from;
  let bestScore = Number.POSITIVE_INFINITY;
  items.forEach((item, index) => {
    const there = placeOf(item);
    const rows = (there.top - here.top) * direction;
    if (rows <= 1) return;
    const score = rows * 1000 + Math.abs(there.left - here.left);
    if (score < bestScore) [best, bestScore] = [index, score];
  });
  return best;
}

/** The key that points the same way where text runs from left to right. */
function unturned(item: HTMLElement, key: string): string {
  if (getComputedStyle(item).direction !== "rtl") return key;
  if (key === "ArrowLeft") return "ArrowRight";
  return key === "ArrowRight" ? "ArrowLeft" : key;
}

function target(items: readonly HTMLElement[], from: number, pressed: string): number | null {
  const key = unturned(items[from] as HTMLElement, pressed);
  if (key === "ArrowRight") return Math.min(from + 1, items.length - 1);
  if (key === "ArrowLeft") return Math.max(from - 1, 0);
  if (key === "ArrowDown") return acrossRows(items, from, 1);
  if (key === "ArrowUp") return acrossRows(items, from, -1);
  if (key === "Home") return 0;
  if (key === "End") return items.length - 1;
  return null;
}

/** Give the container `ref` and `onKeyDown`; its items are the elements with role "option". */
export function useRoving<T extends HTMLElement>(): {
  ref: RefObject<T | null>;
  onKeyDown: (event: KeyboardEvent) => void;
} {
  const ref = useRef<T>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const items = [...(ref.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
    const from = items.indexOf(document.activeElement as HTMLElement);
    if (from < 0) return;
    const to = target(items, from, event.key);
    if (to === null) return;
    event.preventDefault();
    items[to]?.focus();
  };
  return { ref, onKeyDown };
}
