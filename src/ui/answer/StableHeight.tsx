/** Keeps the height of its content while a run empties and refills it, so that nothing below moves. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useApp } from "../app-context.ts";

export function StableHeight({ children }: { children: ReactNode }) {
  const running = useApp((state) => state.run.kind !== "idle");
  const ref = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  useEffect(() => {
    const { current: element } = ref;
    if (element === null || running) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      height.current = entry?.contentRect.height ?? 0;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [running]);
  useLayoutEffect(() => {
    if (ref.current !== null) ref.current.style.minHeight = running ? `${height.current}px` : "";
  }, [running]);
  return (
    <div ref={ref} className="stable-height">
      {children}
    </div>
  );
}
