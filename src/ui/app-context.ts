/** Gives components the page's state and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Actions } from "../app/actions.ts";
import type { AppState, AppStore } from "../app/state.ts";

export interface AppHandle {
  readonly store: AppStore;
  readonly actions: Actions;
}

export const AppContext = createContext<AppHandle | null>(null);

export function useHandle(): AppHandle {
  const handle = use(AppContext);
  if (handle === null) throw new Error("A component was mounted outside the app's context.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useHandle().store, select);
}

export function useActions(): Actions {
  return useHandle().actions;
}
