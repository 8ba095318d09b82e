/** Builds the state and its actions, mounts the page, and starts the engine once there is something to see. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ErrorBoundary } from "react-error-boundary";
import { deferredActions } from "../app/deferred.ts";
import { createAppStore } from "../app/state.ts";
import { faultFrom } from "../base/outcome.ts";
import { App } from "./App.tsx";
import { AppContext } from "./app-context.ts";
import { PageFault } from "./Part.tsx";
import "./theme.css";
import "./base.css";
import "./keys.css";
import "./kit/kit.css";
import "./kit/fields.css";
import "./kit/ticks.css";
import "./kit/surfaces.css";
import "./panel.css";
import "./places.css";
import "./models.css";
import "./gallery.css";
import "./stage.css";
import "./answers.css";
import "./given.css";
import "./tokens.css";
import "./inspector.css";
import "./sessions/sessions.css";
import "./layout.css";
import "./forced-colors.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** A page that was opened from an older build, or whose network went, finds no code for its actions. */
const LATE = "Not all of the page arrived. Load it again; your work is kept.";

const store = createAppStore();
const actions = deferredActions(async () => (await import("../app/create-actions.ts")).createActions(store));
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary FallbackComponent={PageFault}>
      <AppContext value={{ store, actions }}>
        <App />
      </AppContext>
    </ErrorBoundary>
  </StrictMode>,
);
/** Resolves when what is on the screen was painted; a tab in the background paints nothing and does not wait. */
function painted(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void actions.sessions.flush();
});
void actions.sessions
  .begin()
  .then(painted)
  .then(actions.start)
  .catch((thrown: unknown) => store.setState({ fault: faultFrom("network", thrown, LATE) }));
void import("../app/offline.ts")
  .then(({ goOffline }) => goOffline(store))
  // Without it the page is as any other.
  .catch(() => undefined);
