/** A number on a track, with its name before it and its value behind it. */
import { lazy, Suspense } from "react";
import type { SliderProps } from "./parts/SliderParts.tsx";

const SliderParts = lazy(async () => ({ default: (await import("./parts/SliderParts.tsx")).SliderParts }));

function Meanwhile({ label, value, least, most, write }: SliderProps) {
  return (
    <div className="kit-slider" aria-hidden="true">
      <span className="kit-slider-label">{label}</span>
      <div className="kit-slider-control">
        <div className="kit-slider-track">
          <span
            className="kit-slider-thumb"
            style={{ insetInlineStart: `${(100 * (value - least)) / (most - least)}%` }}
          />
        </div>
      </div>
      <span className="kit-slider-value number">{write(value)}</span>
    </div>
  );
}

/**
 * Arrow keys move one step; Shift with them, Page Up and Page Down about a tenth of the range; Home and End to the ends. It
 * is rendered at once and works after the page's first paint.
 */
export function Slider(props: SliderProps) {
  return (
    <Suspense fallback={<Meanwhile {...props} />}>
      <SliderParts {...props} />
    </Suspense>
  );
}
