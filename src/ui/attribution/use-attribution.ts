/** Gives components the maps' state and actions, which are fetched when they are first shown. */
import { use } from "react";
import { useStore } from "zustand";
import type { AttributionState } from "../../app/attribution/attribution-state.ts";
import type { AttributionActions } from "../../app/attribution/create-attribution.ts";
import { useActions } from "../app-context.ts";

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useAttribution<T>(select: (state: AttributionState) => T): T {
  return useStore(use(useActions().attribution()).store, select);
}

export function useAttributionActions(): AttributionActions {
  return use(useActions().attribution()).actions;
}
