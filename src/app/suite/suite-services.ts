/** What the suite's actions share: the services of the page, the suite's state and the loop that asks. */
import type { AppServices } from "../services.ts";
import type { SuiteStore } from "./suite-state.ts";

export interface SuiteServices {
  readonly services: AppServices;
  readonly store: SuiteStore;
  /** Stops what is asked now. */
  current: AbortController;
  /** Whether a loop is asking, be it for the last item before a pause; there is never a second. */
  asking: boolean;
  /** Counts what was opened: of two that open at once, the later one stays. */
  opened: number;
}

export function createSuiteServices(services: AppServices, store: SuiteStore): SuiteServices {
  return { services, store, current: new AbortController(), asking: false, opened: 0 };
}
