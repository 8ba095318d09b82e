/** The red box on the image: its body and eight handles can be focused and moved by the arrow keys. */

import type { CSSProperties, KeyboardEvent } from "react";
import { cssPercent } from "../../shared/format.ts";
import { arrowDirection, arrowStep, HANDLES, type Handle, shift } from "../../styles/marks.ts";
import type { BoxHandle } from "./use-box.ts";
import type { Grip } from "./use-box-pointer.ts";

const HANDLE_NAMES: Readonly<Record<Handle, string>> = {
  nw: "top left corner",
  n: "top side",
  ne: "top right corner",
  e: "right side",
  se: "bottom right corner",
  s: "bottom side",
  sw: "bottom left corner",
  w: "left side",
};

function frame({ pixels, size }: BoxHandle): CSSProperties {
  return {
    left: cssPercent(pixels.x / size.width),
    top: cssPercent(pixels.y / size.height),
    width: cssPercent(pixels.width / size.width),
    height: cssPercent(pixels.height / size.height),
  };
}

export function EvidenceBox({ box }: { box: BoxHandle }) {
  const onKeyDown = (grip: Grip) => (event: KeyboardEvent) => {
    const direction = arrowDirection(event.key);
    if (direction === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = arrowStep(box.size, event.shiftKey);
    const by = { x: direction.x * step, y: direction.y * step };
    box.nudge(
      grip === "body" ? shift(box.pixels, by, box.size) : box.resized(box.pixels, grip, by, box.size),
    );
  };
  const { x, y, width, height } = box.pixels;
  return (
    <fieldset
      className="evidence"
      data-grip="body"
      style={frame(box)}
      aria-label={`Evidence box: ${width} by ${height} pixels at ${x}, ${y}`}
      aria-describedby="box-help"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the box itself.
      tabIndex={0}
      onKeyDown={onKeyDown("body")}
    >
      {HANDLES.map((handle) => (
        <button
          key={handle}
          type="button"
          className="handle"
          data-grip={handle}
          aria-label={`Resize by the ${HANDLE_NAMES[handle]}`}
          aria-describedby="box-help"
          onKeyDown={onKeyDown(handle)}
        />
      ))}
    </fieldset>
  );
}
