/** A number on a track, with its name before it and its value in words behind. */
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
 * Arrow keys go one step; Shift with them, Page Up and Page Down about a tenth of the way; Home and End to the ends. It
 * is drawn at once and can be turned after the page's first paint.
 */
export function Slider(props: SliderProps) {
  return (
    <Suspense fallback={<Meanwhile {...props} />}>
      <SliderParts {...props} />
    </Suspense>
  );
}
