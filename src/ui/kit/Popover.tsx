/** A titled panel that a key opens beside itself; the page below stays in use. */
import { lazy, type ReactElement, type ReactNode, Suspense } from "react";

const PopoverParts = lazy(async () => ({ default: (await import("./parts/PopoverParts.tsx")).PopoverParts }));

export interface PopoverProps {
  readonly title: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Mounted only while the panel is open. */
  readonly children: ReactNode;
}

/**
 * Escape, its close key and a press outside close it; the focus goes back to the trigger. The trigger is there at once;
 * what opens comes after the page's first paint.
 */
export function Popover(props: PopoverProps) {
  return (
    <Suspense fallback={props.trigger}>
      <PopoverParts {...props} />
    </Suspense>
  );
}
