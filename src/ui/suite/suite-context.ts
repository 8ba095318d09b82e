/** Gives components the suite's state and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { SuiteHandle } from "../../app/suite/create-suite.ts";
import type { SuiteActions } from "../../app/suite/suite-actions.ts";
import type { SuiteState } from "../../app/suite/suite-state.ts";

export const SuiteContext = createContext<SuiteHandle | null>(null);

function useSuiteHandle(): SuiteHandle {
  const handle = use(SuiteContext);
  if (handle === null) throw new Error("A component was mounted outside the suite's context.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useSuite<T>(select: (state: SuiteState) => T): T {
  return useStore(useSuiteHandle().store, select);
}

export function useSuiteActions(): SuiteActions {
  return useSuiteHandle().actions;
}
