/** Builds the state and its actions, mounts the page, and starts the engine once there is something to see. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { deferredActions } from "../app/deferred.ts";
import { goOffline } from "../app/offline.ts";
import { createAppStore } from "../app/state.ts";
import { App } from "./App.tsx";
import { AppContext } from "./app-context.ts";
import "./theme.css";
import "./base.css";
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

const store = createAppStore();
const actions = deferredActions(async () => (await import("../app/create-actions.ts")).createActions(store));
createRoot(root).render(
  <StrictMode>
    <AppContext value={{ store, actions }}>
      <App />
    </AppContext>
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
void actions.sessions.begin().then(painted).then(actions.start);
void goOffline(store);
