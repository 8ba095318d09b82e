/** A word beside a control on hover and focus. It is never on a touch screen, so it only repeats or shortens. */
import { lazy, Suspense } from "react";
import type { TooltipProps } from "./parts/TooltipParts.tsx";

const TooltipParts = lazy(async () => ({ default: (await import("./parts/TooltipParts.tsx")).TooltipParts }));

/** Shows `words` above the control; Escape hides them. The control is there at once, its words after the first paint. */
export function Tooltip(props: TooltipProps) {
  return (
    <Suspense fallback={props.children}>
      <TooltipParts {...props} />
    </Suspense>
  );
}
