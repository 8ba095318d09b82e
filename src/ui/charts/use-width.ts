/** The width of an element, updated as it changes. */
import { type RefObject, useEffect, useRef, useState } from "react";

/** Give the element `ref`; before it is measured its width is `first`. */
export function useWidth<T extends HTMLElement>(first: number): { ref: RefObject<T | null>; width: number } {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
