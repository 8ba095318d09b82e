/**
 * A closer look before a map is drawn: a model that reads a picture small cannot miss what it never saw. Overlapping
 * windows of half the sides are shown alone, and the one under which the tokens are likeliest is where the map is drawn,
 * at twice the detail.
 */
import type { Box } from "../view/box.ts";
import { lossOf, type SelectedTokens } from "./sensitivity.ts";
import { mapPictures, type Showing } from "./showing.ts";

/** Windows along each side: a quarter of the frame apart, so that nothing smaller than that is cut by all of them. */
const ALONG = 3;

/** How many replays the closer look takes. */
export const CLOSER_REPLAYS = ALONG * ALONG;

/** The windows of a frame, row by row. */
export function closerWindows({ x, y, width, height }: Box): readonly Box[] {
  return Array.from({ length: CLOSER_REPLAYS }, (_, index) => ({
    x: x + (width * (index % ALONG)) / 4,
    y: y + (height * Math.floor(index / ALONG)) / 4,
    width: width / 2,
    height: height / 2,
  }));
}

/** The showing with each of its pictures cut to a window, at the source's own detail. */
export function windowShowing(showing: Showing, window: Box): Showing {
  return mapPictures(showing, (view) => ({
    ...view,
    edits: [...view.edits, { kind: "crop", box: window, scale: 1 }],
  }));
}

/** The window under which the selected tokens lose least, ties to the first; null without windows. */
export function likeliestWindow(
  windows: readonly Box[],
  losses: readonly (readonly number[])[],
  selected: SelectedTokens,
): Box | null {
  let best: { readonly window: Box; readonly loss: number } | null = null;
  for (const [index, window] of windows.entries()) {
    const loss = lossOf({ losses: losses[index] ?? [] }, selected);
    if (best === null || loss < best.loss) best = { window, loss };
  }
  return best?.window ?? null;
}
