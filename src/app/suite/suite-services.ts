/** What the suite's actions share: the page's services, the suite's state and the loop that asks. */
import type { AppServices } from "../services.ts";
import type { SuiteStore } from "./suite-state.ts";

export interface SuiteServices {
  readonly services: AppServices;
  readonly store: SuiteStore;
  /** The end of the last loop; there is never a second one beside it. */
  asking: Promise<void>;
  /** Number of opened suites: when two open at once, the later one stays. */
  opened: number;
}

export function createSuiteServices(services: AppServices, store: SuiteStore): SuiteServices {
  return { services, store, asking: Promise.resolve(), opened: 0 };
}
