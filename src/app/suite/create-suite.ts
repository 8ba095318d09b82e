/** The suite's state and actions. */
import type { AppServices } from "../services.ts";
import { createSessionActions } from "../sessions/session-actions.ts";
import { createSuiteActions, type SuiteActions } from "./suite-actions.ts";
import { createSuiteStore, type SuiteStore } from "./suite-state.ts";

export interface SuiteHandle {
  readonly store: SuiteStore;
  readonly actions: SuiteActions;
}

export function createSuite(services: AppServices): SuiteHandle {
  const store = createSuiteStore();
  const actions = createSuiteActions(services, store, createSessionActions(services));
  // Results belong to one model, so a run waits when another is loaded. A lost engine halts it with its own fault.
  services.store.subscribe(({ engine, model }, before) => {
    if (engine.kind === "ready" && before.model.kind === "ready" && model.kind !== "ready")
      services.jobs.of("suite")?.stop();
  });
  return { store, actions };
}
