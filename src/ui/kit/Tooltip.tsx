/** A short text beside a control on hover and focus. Touch screens never show it, so it only repeats or shortens. */
import { lazy, Suspense } from "react";
import type { TooltipProps } from "./parts/TooltipParts.tsx";

const TooltipParts = lazy(async () => ({ default: (await import("./parts/TooltipParts.tsx")).TooltipParts }));

/** Shows `words` above the control; Escape hides them. The control is there at once, the tooltip after the first paint. */
export function Tooltip(props: TooltipProps) {
  return (
    <Suspense fallback={props.children}>
      <TooltipParts {...props} />
    </Suspense>
  );
}
