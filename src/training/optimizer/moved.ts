/** What an update of a run moves, and by which settings. */

import type { AdamWSettings, Moments } from "../../math/optimization/adamw.ts";
import type { Trained } from "./trained.ts";

/** What an update moves. */
export interface Moved {
  readonly trained: Trained;
  readonly moments: ReadonlyMap<string, Moments>;
}

export interface UpdateSettings extends AdamWSettings {
  /** The largest norm of the gradient. */
  readonly clip: number;
  /** Counts all updates of the run, from 1. */
  readonly number: number;
}
