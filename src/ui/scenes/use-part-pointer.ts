/** Dragging on the scene by mouse or touch: a part by its body, its size by a corner, its turn by the handle above it. */
import { type PointerEvent, useRef } from "react";
import type { Place } from "../../scene/scene.ts";
import { type Handle, type Point, resizeInShape } from "../styles/marks.ts";
import type { Selectable } from "./part-words.ts";
import { useScene, useScenesActions } from "./scenes-context.ts";

/** What a drag grips; the elements carry it in `data-grip`, and the part in `data-part`. */
type Grip = "body" | "turn" | Extract<Handle, "nw" | "ne" | "se" | "sw">;

interface Drag {
  readonly grip: Grip;
  readonly part: Selectable;
  readonly from: Point;
  readonly gesture: string;
}

function pointOf(event: PointerEvent<HTMLElement>, width: number): Point {
  const frame = event.currentTarget.getBoundingClientRect();
  const scale = width / frame.width;
  return { x: (event.clientX - frame.left) * scale, y: (event.clientY - frame.top) * scale };
}

/** The angle from a part's middle to a point, in degrees clockwise from straight up. */
function angleTo({ place: [x, y, width, height] }: Selectable, to: Point): number {
  return (Math.atan2(to.x - x - width / 2, y + height / 2 - to.y) * 180) / Math.PI;
}

let gestures = 0;

export function usePartPointer(parts: readonly Selectable[]) {
  const scene = useScene();
  const { edit, rest, select } = useScenesActions();
  const drag = useRef<Drag | null>(null);

  const resized = ({ part, grip, from }: Drag, to: Point): Place => {
    const [x, y, width, height] = part.place;
    const by = { x: to.x - from.x, y: to.y - from.y };
    const next = resizeInShape({ x, y, width, height }, grip as Handle, by, scene);
    return [next.x, next.y, next.width, next.height];
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const held = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part]") : null;
    const part = parts.find(({ id }) => `${id}` === held?.dataset["part"]);
    if (event.button !== 0 || !event.isPrimary) return;
    if (part === undefined) return select(null);
    const grip = ((event.target as HTMLElement).dataset["grip"] ?? "body") as Grip;
    gestures++;
    drag.current = { grip, part, from: pointOf(event, scene.width), gesture: `drag ${gestures}` };
    select({ id: part.id, line: null });
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    if (current === null) return;
    const { grip, part, from, gesture } = current;
    const to = pointOf(event, scene.width);
    const { id, place } = part;
    if (grip === "turn") {
      const degrees = part.turn + angleTo(part, to) - angleTo(part, from);
      return edit({ kind: "turn", id, degrees }, gesture);
    }
    const [x, y, width, height] = place;
    const moved = [x + to.x - from.x, y + to.y - from.y, width, height] as const;
    edit({ kind: "place", id, place: grip === "body" ? moved : resized(current, to) }, gesture);
  };
  const onPointerEnd = () => {
    if (drag.current !== null) rest();
    drag.current = null;
  };
  return { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd };
}
