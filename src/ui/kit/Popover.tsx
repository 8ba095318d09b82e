/** A titled panel that a key opens beside itself; the page below stays in use. */
import { lazy, Suspense } from "react";
import type { PopoverProps } from "./parts/PopoverParts.tsx";

const PopoverParts = lazy(async () => ({ default: (await import("./parts/PopoverParts.tsx")).PopoverParts }));

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
