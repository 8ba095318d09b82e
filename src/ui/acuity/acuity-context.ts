/** Gives components the state of the page of acuity curves, and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { AcuityActions } from "../../app/acuity/acuity-actions.ts";
import type { AcuityState } from "../../app/acuity/acuity-state.ts";
import type { AcuityHandle } from "../../app/suite/create-acuity.ts";

export const AcuityContext = createContext<AcuityHandle | null>(null);

function useAcuityHandle(): AcuityHandle {
  const handle = use(AcuityContext);
  if (handle === null) throw new Error("A component was mounted outside the context of acuity curves.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useAcuity<T>(select: (state: AcuityState) => T): T {
  return useStore(useAcuityHandle().store, select);
}

export function useAcuityActions(): AcuityActions {
  return useAcuityHandle().actions;
}
