/** The state and actions of the scene studio. */
import * as Comlink from "comlink";
import { failure } from "../../base/outcome.ts";
import type { ScenePainter } from "../../scene/painter/painter.ts";
import { createScenesActions, type ScenesActions } from "./scenes-actions.ts";
import { createScenesStore, type ScenesStore } from "./scenes-state.ts";
import type { StudioPort } from "./studio-port.ts";

export interface ScenesHandle {
  readonly store: ScenesStore;
  readonly actions: ScenesActions;
}

export function createScenes(port: StudioPort): ScenesHandle {
  const store = createScenesStore();
  return { store, actions: createScenesActions(port, store) };
}

/** The page's end of the worker that paints; a worker that is gone is a fault of every call. */
export function startScenePainter(): ScenePainter {
  const worker = new Worker(new URL("../../scene/painter/painter-worker.ts", import.meta.url), {
    type: "module",
    name: "scenes",
  });
  const remote = Comlink.wrap<ScenePainter>(worker);
  const lost = new Promise<ReturnType<typeof failure>>((settle) => {
    worker.addEventListener("error", ({ message }) =>
      settle(
        failure(
          "workerLost",
          `The scene could not be painted: ${message || "the painter could not be loaded"}.`,
          "Copy the link of the scene, then reload the page.",
        ),
      ),
    );
  });
  return {
    paint: (base, scene) => Promise.race([remote.paint(base, scene), lost]),
    write: (base, scene) => Promise.race([remote.write(base, scene), lost]),
  };
}
