/** What the suite's actions share: the page's services, the suite's state and the loop that asks. */
import type { AppServices } from "../services.ts";
import type { SuiteStore } from "./suite-state.ts";

export interface SuiteServices {
  readonly services: AppServices;
  readonly store: SuiteStore;
  /** Stops the current item. */
  current: AbortController;
  /** Whether a loop is running, even for the last item before a pause; there is never a second one. */
  asking: boolean;
  /** Number of opened suites: when two open at once, the later one stays. */
  opened: number;
}

export function createSuiteServices(services: AppServices, store: SuiteStore): SuiteServices {
  return { services, store, current: new AbortController(), asking: false, opened: 0 };
}
