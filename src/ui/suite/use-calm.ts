/** A value that changes often, passed on at most once a while: figures of a run need not be redrawn for every item. */
import { useEffect, useRef, useState } from "react";

/**
 * The latest value, at most one change every `milliseconds`; the last one always comes through. A value of another `of`
 * comes at once: it has nothing to do with the former.
 */
export function useCalm<T>(value: T, milliseconds: number, of: unknown): T {
  const [calm, setCalm] = useState({ value, of });
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = Math.max(0, last.current + milliseconds - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setCalm({ value, of });
    }, wait);
    return () => clearTimeout(timer);
  }, [value, milliseconds, of]);
  return calm.of === of ? calm.value : value;
}
