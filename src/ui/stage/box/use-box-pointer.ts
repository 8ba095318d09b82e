/** Dragging on the stage: the box by its body, its sides by handles, a new box on the empty image. */
import { type PointerEvent, useRef } from "react";
import type { PixelWindow } from "../../../view/box.ts";
import { between, type Handle, type Point, shift } from "../../styles/marks.ts";
import type { BoxHandle } from "./use-box.ts";

/** What a drag grips; the stage's elements carry it in `data-grip`. */
export type Grip = Handle | "body";

interface Drag {
  readonly grip: Grip | "new";
  readonly from: Point;
  readonly start: PixelWindow;
  latest: PixelWindow;
  moved: boolean;
}

/** Screen pixels that a press on the empty image must travel before it draws a new box. */
const DEAD_ZONE = 4;

function place(event: PointerEvent<HTMLElement>, box: BoxHandle): Point {
  const frame = event.currentTarget.getBoundingClientRect();
  return {
    x: ((event.clientX - frame.left) / frame.width) * box.size.width,
    y: ((event.clientY - frame.top) / frame.height) * box.size.height,
  };
}

function dragged(drag: Drag, to: Point, box: BoxHandle): PixelWindow {
  const by = { x: to.x - drag.from.x, y: to.y - drag.from.y };
  if (drag.grip === "new") return between(drag.from, to, box.size);
  if (drag.grip === "body") return shift(drag.start, by, box.size);
  return box.resized(drag.start, drag.grip, by, box.size);
}

const gripOf = (target: EventTarget): Grip | null =>
  target instanceof HTMLElement ? ((target.dataset["grip"] as Grip | undefined) ?? null) : null;

export function useBoxPointer(box: BoxHandle | null) {
  const drag = useRef<Drag | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (box === null || event.button !== 0 || !event.isPrimary) return;
    const from = place(event, box);
    drag.current = {
      grip: gripOf(event.target) ?? "new",
      from,
      start: box.pixels,
      latest: box.pixels,
      moved: false,
    };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    if (box === null || current === null) return;
    const to = place(event, box);
    const scale = event.currentTarget.getBoundingClientRect().width / box.size.width;
    const far = Math.hypot(to.x - current.from.x, to.y - current.from.y) * scale > DEAD_ZONE;
    if (!current.moved && current.grip === "new" && !far) return;
    current.moved = true;
    current.latest = dragged(current, to, box);
    box.move(current.latest);
  };
  const onPointerUp = () => {
    const current = drag.current;
    drag.current = null;
    if (box !== null && current?.moved === true) box.release(current.latest);
  };
  /** Reverts the drag: the browser took over the gesture, or Escape was pressed. Returns whether there was one. */
  const cancel = (): boolean => {
    const current = drag.current;
    drag.current = null;
    if (box !== null && current?.moved === true) box.release(current.start);
    return current !== null;
  };
  return { cancel, planeProps: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel } };
}
