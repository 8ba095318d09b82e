/** The region being drawn, as a box that the stage's components can move. */
import { useState } from "react";
import { boxOfPixels, type PixelWindow, pixelWindow } from "../../view/box.ts";
import type { BoxHandle } from "../stage/box/use-box.ts";
import { keepInside, resize, resizeInShape } from "../styles/marks.ts";
import { useItems, useItemsActions } from "./items-context.ts";

/** Null while no image is open. */
export function useRegion(): BoxHandle | null {
  const size = useItems((state) => state.images.find(({ id }) => id === state.shown)?.size);
  const box = useItems((state) => state.box);
  const { setBox } = useItemsActions();
  const [locked, lock] = useState(false);
  if (size === undefined) return null;
  const set = (pixels: PixelWindow) => setBox(boxOfPixels(pixels, size));
  const resized = locked ? resizeInShape : resize;
  const pixels = keepInside(pixelWindow(box, size), size);
  return { pixels, size, locked, lock, resized, move: set, release: set, nudge: set };
}
