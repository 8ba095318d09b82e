/** A titled panel beside the button that opens it; the page below stays usable. */
import { lazy, Suspense } from "react";
import type { PopoverProps } from "./parts/PopoverParts.tsx";

const PopoverParts = lazy(async () => ({ default: (await import("./parts/PopoverParts.tsx")).PopoverParts }));

/**
 * Escape, its close button and a press outside close it; the focus returns to the trigger. The trigger is there at once;
 * the panel works after the page's first paint.
 */
export function Popover(props: PopoverProps) {
  return (
    <Suspense fallback={props.trigger}>
      <PopoverParts {...props} />
    </Suspense>
  );
}
