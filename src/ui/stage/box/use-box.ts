/** The evidence box in source pixels, and the ways to change it: while dragging, finally, and by small steps. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Size } from "../../../base/ids.ts";
import { boxOfPixels, type PixelWindow, pixelWindow } from "../../../view/box.ts";
import { useActions, useApp } from "../../app-context.ts";
import { keepInside, resize, resizeInShape } from "../../styles/marks.ts";

/** How long the keys must rest before a nudged box is replayed. */
const REST_MS = 350;

export interface BoxHandle {
  readonly pixels: PixelWindow;
  readonly size: Size;
  /** Whether the aspect ratio is kept. */
  readonly locked: boolean;
  readonly lock: (locked: boolean) => void;
  /** A box with the sides of a handle moved, at the same aspect ratio where that is kept. */
  readonly resized: typeof resize;
  /** Moves the box while dragging. */
  readonly move: (pixels: PixelWindow) => void;
  /** Sets the box and replays. */
  readonly release: (pixels: PixelWindow) => void;
  /** Moves the box, and replays once no further nudge has come for a moment. */
  readonly nudge: (pixels: PixelWindow) => void;
}

/** Null while no image is open. */
export function useBox(): BoxHandle | null {
  const actions = useActions();
  const size = useApp((state) => state.session.plan?.size);
  const box = useApp((state) => state.session.plan?.box);
  const [locked, lock] = useState(false);
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const release = useCallback(
    (pixels: PixelWindow) => {
      window.clearTimeout(timer.current);
      if (size) void actions.releaseBox(boxOfPixels(pixels, size));
    },
    [actions, size],
  );
  const move = useCallback(
    (pixels: PixelWindow) => {
      window.clearTimeout(timer.current);
      if (size) void actions.moveBox(boxOfPixels(pixels, size));
    },
    [actions, size],
  );
  const nudge = useCallback(
    (pixels: PixelWindow) => {
      move(pixels);
      timer.current = window.setTimeout(() => release(pixels), REST_MS);
    },
    [move, release],
  );

  if (!size || !box) return null;
  const resized = locked ? resizeInShape : resize;
  const pixels = keepInside(pixelWindow(box, size), size);
  return { pixels, size, locked, lock, resized, move, release, nudge };
}
