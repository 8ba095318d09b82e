/** The actions over a store: the only place that talks to the engine and the only one that writes the state. */
import type { Actions } from "./actions.ts";
import { complain, createDesk, set } from "./desk.ts";
import { openFile, openGalleryItem } from "./images/image-actions.ts";
import { placeFor, take } from "./intake/take.ts";
import { loadModel } from "./models/load-model.ts";
import { createModelActions } from "./models/models-actions.ts";
import { recover } from "./recover.ts";
import { judgeOf } from "./run/judge-of.ts";
import { createPlanActions } from "./run/plan-actions.ts";
import { answer } from "./run/run-actions.ts";
import { createTokenActions } from "./run/token-actions.ts";
import { createSessionActions } from "./sessions/session-actions.ts";
import { createSessionsActions } from "./sessions/sessions-actions.ts";
import { startEngine } from "./start-engine.ts";
import type { AppStore } from "./state.ts";

/** What is fetched when it is first asked for, and once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}

export function createActions(store: AppStore): Actions {
  const desk = createDesk(store);
  set(desk, { judgeOf });
  const session = createSessionActions(desk);
  const actions: Actions = {
    look: once(async () => (await import("./look/create-look.ts")).createLook(desk)),
    suite: once(async () => (await import("./suite/create-suite.ts")).createSuite(desk)),
    items: once(async () => (await import("./items/create-items.ts")).createItems(desk)),
    models: createModelActions(desk),
    token: createTokenActions(desk),
    session,
    sessions: createSessionsActions(desk, session),
    start: () => startEngine(desk),
    loadModel: () => loadModel(desk),
    stopLoading: () => desk.loading.abort(),
    openGalleryItem: (id) => openGalleryItem(desk, id),
    openFile: (file, name) => openFile(desk, file, name),
    async takeIn(files, from, go) {
      const { recognise } = await import("./intake/recognise.ts");
      const found = await recognise(files);
      if (!found.ok) {
        complain(desk, found.fault);
        return [];
      }
      const place = placeFor(found.value, from);
      go(place);
      return take(found.value, place, actions);
    },
    ...createPlanActions(desk),
    answer: () => answer(desk),
    stop: () => desk.current.abort(),
    select: (selection) => set(desk, { selection }),
    selectSibling: (sibling) => set(desk, { sibling, selection: null }),
    selectGate: (gate) => set(desk, { gate }),
    recover: (recovery) => recover(desk, recovery),
    dismissFault: () => set(desk, { fault: null }),
    picture: ({ view, model, longestEdge }) => desk.engines.picture(view, model, longestEdge),
  };
  return actions;
}
