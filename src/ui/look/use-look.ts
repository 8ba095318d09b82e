/** How components reach the maps' state and actions, which are fetched when they are first shown. */
import { use } from "react";
import { useStore } from "zustand";
import type { LookActions } from "../../app/look/create-look.ts";
import type { LookState } from "../../app/look/look-state.ts";
import { useActions } from "../app-context.ts";

/** A slice of the state. `select` must return something that the state holds, not something it makes. */
export function useLook<T>(select: (state: LookState) => T): T {
  return useStore(use(useActions().look()).store, select);
}

export function useLookActions(): LookActions {
  return use(useActions().look()).actions;
}
