/** Gives components the state of training and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { LabHandle } from "../../app/lab/create-lab.ts";
import type { LabActions } from "../../app/lab/lab-actions.ts";
import type { LabState } from "../../app/lab/lab-state.ts";

export const LabContext = createContext<LabHandle | null>(null);

function useLabHandle(): LabHandle {
  const handle = use(LabContext);
  if (handle === null) throw new Error("A component was mounted outside the context of training.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useLab<T>(select: (state: LabState) => T): T {
  return useStore(useLabHandle().store, select);
}

export function useLabActions(): LabActions {
  return useLabHandle().actions;
}
