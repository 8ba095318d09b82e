/** Gives components the state of the scene studio, and its actions. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { ScenesHandle } from "../../app/scenes/create-scenes.ts";
import type { ScenesActions } from "../../app/scenes/scenes-actions.ts";
import type { ScenesState } from "../../app/scenes/scenes-state.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";

export const ScenesContext = createContext<ScenesHandle | null>(null);

function useScenesHandle(): ScenesHandle {
  const handle = use(ScenesContext);
  if (handle === null) throw new Error("A component was mounted outside the studio's context.");
  return handle;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useScenes<T>(select: (state: ScenesState) => T): T {
  return useStore(useScenesHandle().store, select);
}

export function useScenesActions(): ScenesActions {
  return useScenesHandle().actions;
}

/** The scene as it is edited now. */
export const useScene = (): EditedScene => useScenes(({ history }) => history.present);
