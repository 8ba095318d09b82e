/** A word beside a control on hover and focus. It is never on a touch screen, so it only repeats or shortens. */
import { lazy, type ReactElement, type ReactNode, Suspense } from "react";

const TooltipParts = lazy(async () => ({ default: (await import("./parts/TooltipParts.tsx")).TooltipParts }));

export interface TooltipProps {
  readonly words: ReactNode;
  /** The control, which carries its full name itself. */
  readonly children: ReactElement;
}

/** Shows `words` above the control; Escape hides them. The control is there at once, its words after the first paint. */
export function Tooltip(props: TooltipProps) {
  return (
    <Suspense fallback={props.children}>
      <TooltipParts {...props} />
    </Suspense>
  );
}
