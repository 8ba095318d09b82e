/** Builds the state and its actions, mounts the page, and starts the engine once there is something to see. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ErrorBoundary } from "react-error-boundary";
import { deferredActions } from "../app/deferred.ts";
import { createAppStore } from "../app/state.ts";
import { faultFrom } from "../base/outcome.ts";
import { App } from "./App.tsx";
import { AppContext } from "./app-context.ts";
import { PageFault } from "./fault/Part.tsx";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/keys.css";
import "./styles/kit.css";
import "./styles/fields.css";
import "./styles/ticks.css";
import "./styles/surfaces.css";
import "./styles/panel.css";
import "./shell/places.css";
import "./models/models.css";
import "./images/gallery.css";
import "./stage/stage.css";
import "./answer/ask.css";
import "./answer/answers.css";
import "./model-input/model-input.css";
import "./strip/tokens.css";
import "./inspector/inspector.css";
import "./inspector/alternatives.css";
import "./sessions/sessions.css";
import "./styles/layout.css";
import "./styles/forced-colors.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** Shown when the actions' code is missing, as for a page of an older build or without the network. */
const LATE = "The page did not load completely. Reload; your work is saved.";

/** In milliseconds: how long the frame may wait for its first content. */
const LONGEST_WAIT = 500;

const store = createAppStore();
const actions = deferredActions(async () => (await import("../app/create-actions.ts")).createActions(store));

/** Resolves when there is something to show beside the frame, or after a while without. */
function firstContent(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, LONGEST_WAIT);
    const stop = store.subscribe(({ opening, session }) => {
      if (opening && session.experiments.length === 0) return;
      stop();
      clearTimeout(late);
      resolve();
    });
  });
}

/** Resolves when the screen has been painted; a tab in the background paints nothing and does not wait. */
function painted(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function mount(): void {
  createRoot(root as HTMLElement).render(
    <StrictMode>
      <ErrorBoundary FallbackComponent={PageFault}>
        <AppContext value={{ store, actions }}>
          <App />
        </AppContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void actions.sessions.flush();
});
// Drawing the frame first, and all of it again a moment later, would take longer until there is something to see.
const mounted = firstContent().then(mount);
void actions.sessions
  .begin()
  .then(() => mounted)
  .then(painted)
  .then(actions.start)
  .catch((thrown: unknown) => store.setState({ fault: faultFrom("network", thrown, LATE) }));
void import("../app/offline.ts")
  .then(({ goOffline }) => goOffline(store))
  // Without the service worker the page works as any other.
  .catch(() => undefined);
