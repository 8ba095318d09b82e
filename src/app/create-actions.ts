/** Builds the page's actions over its store, from those of the feature folders. */
import type { Actions } from "./actions.ts";
import { onWasm } from "./address.ts";
import { openFile, openGalleryItem } from "./images/image-actions.ts";
import { placeFor, take } from "./intake/take.ts";
import { loadModel } from "./models/load-model.ts";
import { createModelActions, openModels } from "./models/models-actions.ts";
import { openTrained } from "./models/pair-actions.ts";
import { mayLoad } from "./models/stopping.ts";
import type { Recovery } from "./recovery.ts";
import { createFormulaActions } from "./run/formula-actions.ts";
import { splitShownGap } from "./run/gap-actions.ts";
import { judgeOf } from "./run/judge-of.ts";
import { createPlanActions } from "./run/plan-actions.ts";
import { answer } from "./run/run-actions.ts";
import { createTokenActions } from "./run/token-actions.ts";
import { type AppServices, complain, createAppServices, set } from "./services.ts";
import { createSessionActions } from "./sessions/session-actions.ts";
import { createSessionsActions } from "./sessions/sessions-actions.ts";
import { startEngine } from "./start-engine.ts";
import type { AppStore } from "./state.ts";

/** Loads on first use, and once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}

async function loadAgain(services: AppServices): Promise<void> {
  if (await mayLoad(services)) await loadModel(services);
}

/** Carries out a recovery. Image, question, box and answers stay as they are. */
async function recover(services: AppServices, recovery: Recovery): Promise<void> {
  set(services, { fault: null });
  switch (recovery) {
    case "restart":
      return startEngine(services);
    case "runOnWasm":
      if (!(await mayLoad(services))) return;
      // In the address, so that a reload does not run into the fault again.
      history.replaceState(history.state, "", onWasm(location.href));
      return startEngine(services);
    case "otherModel":
      return openModels(services);
    case "loadAgain":
      return loadAgain(services);
    case "answerAgain":
      return answer(services);
    default:
      return recovery satisfies never;
  }
}

export function createActions(store: AppStore): Actions {
  const services = createAppServices(store);
  set(services, { judgeOf });
  const session = createSessionActions(services);
  const actions: Actions = {
    attribution: once(async () =>
      (await import("./attribution/create-attribution.ts")).createAttribution(services),
    ),
    suite: once(async () => (await import("./suite/create-suite.ts")).createSuite(services)),
    items: once(async () => (await import("./items/create-items.ts")).createItems(services)),
    logs: once(async () => (await import("./logs/create-logs.ts")).createLogs(services)),
    scenes: once(async () => {
      const [{ createScenes, startScenePainter }, { studioPort }] = await Promise.all([
        import("./scenes/create-scenes.ts"),
        import("./images/scene-studio.ts"),
      ]);
      return createScenes(studioPort(services, session, startScenePainter()));
    }),
    acuity: once(async () => (await import("./suite/create-acuity.ts")).createAcuity(services)),
    lab: once(async () =>
      (await import("./lab/create-lab.ts")).createLab(services, {
        openTrained: (...trained) => openTrained(services, ...trained),
        lookInto: (files) => actions.models.lookInto(files),
      }),
    ),
    models: createModelActions(services),
    token: createTokenActions(services),
    session,
    sessions: createSessionsActions(services, session),
    start: () => startEngine(services),
    loadModel: () => loadAgain(services),
    stopLoading: () => services.jobs.of("loading")?.stop(),
    openGalleryItem: (id) => openGalleryItem(services, id),
    openFile: (file, name) => openFile(services, file, name),
    async takeIn(files, from, go) {
      const { recognise } = await import("./intake/recognise.ts");
      const found = await recognise(files);
      if (!found.ok) {
        complain(services, found.fault);
        return [];
      }
      const place = placeFor(found.value, from);
      go(place);
      return take(found.value, place, actions);
    },
    ...createPlanActions(services),
    ...createFormulaActions(services),
    answer: () => answer(services),
    stop: () => services.jobs.of("playground")?.stop(),
    decideStops: (goOn) => services.decide(goOn),
    select: (selection) => set(services, { selection }),
    selectSibling: (sibling) => set(services, { sibling, selection: null }),
    selectGate: (gate) => set(services, { gate }),
    recover: (recovery) => recover(services, recovery),
    dismissFault: () => set(services, { fault: null }),
    splitGap: () => splitShownGap(services),
    picture: (request) => services.engines.picture(request),
  };
  return actions;
}
