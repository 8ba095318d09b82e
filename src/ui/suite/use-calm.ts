/** A value that changes often, passed on less often: figures of a run need not be computed again for every item. */
import { useEffect, useRef, useState } from "react";

/**
 * The latest value, with at most one change every `milliseconds`; the last one always arrives. A value of another `of`
 * arrives at once, since it has nothing to do with the previous one.
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
