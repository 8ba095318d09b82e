/** What the suite's actions share: the page's desk, the suite's state and the loop that asks. */
import type { Desk } from "../desk.ts";
import type { SuiteStore } from "./suite-state.ts";

export interface SuiteDesk {
  readonly desk: Desk;
  readonly store: SuiteStore;
  /** Stops what is asked now. */
  current: AbortController;
  /** Whether a loop is asking, be it for the last item before a pause; there is never a second. */
  asking: boolean;
  /** Counts what was opened: of two that open at once, the later one stays. */
  opened: number;
}

export function createSuiteDesk(desk: Desk, store: SuiteStore): SuiteDesk {
  return { desk, store, current: new AbortController(), asking: false, opened: 0 };
}
