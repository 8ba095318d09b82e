/** The actions over a store: the only place that talks to the engine and the only one that writes the state. */
import { failure } from "../base/outcome.ts";
import type { RoledRecipe } from "../evidence/recipe.ts";
import { settled } from "../session/history.ts";
import type { Actions } from "./actions.ts";
import { apply, createDesk, set, takeOver } from "./desk.ts";
import { openFile, openGalleryItem } from "./image-actions.ts";
import { loadModel, loadTeacher } from "./load-model.ts";
import { createModelActions } from "./models-actions.ts";
import { recover } from "./recovery.ts";
import { answer, follow, replay, weighAnew } from "./run-actions.ts";
import { createSessionActions } from "./session-actions.ts";
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
  const session = createSessionActions(desk);
  const setOthers = (others: readonly RoledRecipe[]) => {
    apply(desk, { kind: "setOthers", others });
    return replay(desk, takeOver(desk));
  };
  return {
    look: once(async () => (await import("./look/create-look.ts")).createLook(desk)),
    suite: once(async () => (await import("./suite/create-suite.ts")).createSuite(desk)),
    models: createModelActions(desk),
    session,
    sessions: createSessionsActions(desk, session),
    start: () => startEngine(desk),
    loadModel: () => loadModel(desk),
    stopLoading: () => desk.loading.abort(),
    openGalleryItem: (id) => openGalleryItem(desk, id),
    openFile: (file, name) => openFile(desk, file, name),
    setQuestion: (question) => apply(desk, { kind: "setQuestion", question }),
    setStudent(recipe) {
      apply(desk, { kind: "setStudent", recipe });
      return replay(desk, takeOver(desk));
    },
    setTeacher(recipe) {
      const others = store.getState().session.plan?.others ?? [];
      return setOthers(others.map((other) => (other.role === "teacher" ? { ...other, recipe } : other)));
    },
    setOthers,
    async setTeacherModel(id) {
      await loadTeacher(desk, id);
      await replay(desk, takeOver(desk));
    },
    moveBox(box) {
      apply(desk, { kind: "setBox", box });
      return follow(desk);
    },
    releaseBox(box) {
      apply(desk, { kind: "setBox", box });
      set(desk, { history: settled(store.getState().history) });
      return replay(desk, takeOver(desk));
    },
    setSampling: (sampling) => apply(desk, { kind: "setSampling", sampling }),
    setDivergence(divergence) {
      apply(desk, { kind: "setDivergence", divergence });
      return replay(desk, takeOver(desk));
    },
    setGate(choice) {
      apply(desk, { kind: "setGate", choice });
      return weighAnew(desk);
    },
    setSignal: (signal) => apply(desk, { kind: "setSignal", signal }),
    answer: () => answer(desk),
    stop: () => desk.current.abort(),
    select: (selection) => set(desk, { selection }),
    selectSibling: (sibling) => set(desk, { sibling, selection: null }),
    recover: (recovery) => recover(desk, recovery),
    dismissFault: () => set(desk, { fault: null }),
    setLongestEdge(longestEdge) {
      apply(desk, { kind: "setLongestEdge", longestEdge });
      return replay(desk, takeOver(desk));
    },
    picture: async ({ view, model, longestEdge }) =>
      desk.client === null
        ? failure("workerLost", "The engine is not running.")
        : desk.client.picture(view, model, longestEdge),
  };
}
