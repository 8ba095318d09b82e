/** Computes a sensitivity map part by part; if it is stopped, the parts so far are kept. */
import { type Outcome, success } from "../../base/outcome.ts";
import { type Box, boxFrom } from "../../view/box.ts";
import type { Degradation } from "../../view/view.ts";
import type { Showing } from "../views/showing.ts";
import { cellBox, erasedShowing, record, type SelectedTokens, type Sensitivity } from "./sensitivity.ts";

export interface MapRequest {
  /** The showing under which the answer is scored, except for the erased cell. */
  readonly showing: Showing;
  /** The part of the source image that the grid covers. */
  readonly frame: Box;
  readonly by: Degradation;
  /** The tokens that decide which cells are cut. */
  readonly selected: SelectedTokens;
}

export interface MapPorts {
  /** What each token loses under each showing, in nats and in order; null if it was stopped. */
  read(others: readonly Showing[]): Promise<Outcome<readonly (readonly number[])[] | null>>;
  now(): number;
  /** Called after each part, with the current duration of one replay in milliseconds. */
  onPart(state: Sensitivity, replayMs: number): void;
}

/** How long a part may take, in milliseconds: the map is updated at this rate, and a stop takes effect within it. */
const PART_MS = 400;
/** The largest number of showings in one request; each leaves its features in the engine's memory. */
const MOST_AT_ONCE = 12;

/** Continues a map until it is complete or was stopped. Faults: those of `read`; what was measured before has been reported. */
export async function drawMap(
  { showing, frame, by, selected }: MapRequest,
  begun: Sensitivity,
  { read, now, onPart }: MapPorts,
): Promise<Outcome<Sensitivity>> {
  let state = begun;
  for (let atOnce = 1; state.pending.length > 0; ) {
    const cells = state.pending.slice(0, atOnce);
    const boxes = cells.map((cell) => boxFrom(cellBox(state.plan, cell), frame));
    const start = now();
    const losses = await read(boxes.map((box) => erasedShowing(showing, box, by)));
    if (!losses.ok) return losses;
    if (losses.value === null) break;
    const replayMs = (now() - start) / cells.length;
    state = record(state, losses.value, selected);
    onPart(state, replayMs);
    atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(PART_MS / Math.max(1, replayMs))));
  }
  return success(state);
}
