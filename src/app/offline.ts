/**
 * The page's side of working without a network: registers the service worker once the engine is up, has everything
 * bundled kept, and says when a newer version is there. Where the browser has no service workers (plain http on another
 * machine), all this is left out.
 */
import type { FromWorker, ToWorker } from "../offline/messages.ts";
import type { AppStore } from "./state.ts";

/** How long a new version is given to take over before the page is opened anew in any case, in milliseconds. */
const HANDOVER_MS = 1500;

const tell = (worker: ServiceWorker | null, message: ToWorker): void => worker?.postMessage(message);

/** Resolves when loading the engine and its model takes no more of the network, whatever came of it. */
function settled(store: AppStore): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { engine, model } = store.getState();
      if (engine.kind !== "lost" && model.kind !== "ready" && model.kind !== "failed") return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    look();
  });
}

/** Whether the person asked the browser to spare the network. */
function isThrifty(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** Greets every version that is whole and waits, now and later, and looks for one whenever the tab is come back to. */
function watch(registration: ServiceWorkerRegistration): void {
  const greet = (): void => tell(registration.waiting, { kind: "meet", build: __FOVEA_BUILD__ });
  const follow = (worker: ServiceWorker | null): void =>
    worker?.addEventListener("statechange", () => worker.state === "installed" && greet());
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  greet();
  document.addEventListener("visibilitychange", () => {
    // Without a network there is nothing to find.
    if (document.visibilityState === "visible") registration.update().catch(() => undefined);
  });
}

async function register(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration | undefined> {
  try {
    await container.register(new URL("service-worker.js", document.baseURI), { updateViaCache: "none" });
    return await container.getRegistration();
  } catch {
    // Private windows and some policies refuse; the page is then as before.
    return undefined;
  }
}

/** Makes the page ready to be opened without a network. It begins when that takes nothing from the first visit. */
export async function goOffline(store: AppStore): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const container = navigator.serviceWorker;
  await settled(store);
  container.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "newer") store.setState({ newVersion: true });
  });
  const registration = await register(container);
  if (registration === undefined) return;
  watch(registration);
  const { active } = await container.ready;
  if (!isThrifty()) tell(active, { kind: "keep" });
}

/** Opens the page anew in its newer version. What was not yet kept of the session must be kept before. */
export async function openNewVersion(): Promise<void> {
  const container = navigator.serviceWorker;
  const registration = await container.getRegistration();
  const changed = new Promise((resolve) => container.addEventListener("controllerchange", resolve));
  tell(registration?.waiting ?? null, { kind: "takeOver" });
  await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, HANDOVER_MS))]);
  location.reload();
}
