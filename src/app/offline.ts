/**
 * The page's side of offline use: registers the service worker once the engine is running, stores everything that is bundled,
 * and announces a newer version. Where the browser has no service workers (plain http on another machine), all of this is
 * left out.
 */
import type { FromWorker, ToWorker } from "../offline/messages.ts";
import type { AppStore } from "./state.ts";

/** How long a new version may take before the page is reloaded in any case, in milliseconds. */
const HANDOVER_MS = 1500;

const tell = (worker: ServiceWorker | null, message: ToWorker): void => worker?.postMessage(message);

/** Resolves when loading the engine and its model no longer uses the network, whatever its result. */
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

/** Whether the person asked the browser to save data. */
function isThrifty(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** Announces every complete waiting version, and checks for one whenever the tab becomes visible again. */
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
    // Private windows and some policies refuse; the page then works without it.
    return undefined;
  }
}

/** Prepares the page for offline use, without competing with the first visit. */
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

/** Reloads the page in its newer version. Unsaved changes of the session must be saved before. */
export async function openNewVersion(): Promise<void> {
  const container = navigator.serviceWorker;
  const registration = await container.getRegistration();
  const changed = new Promise((resolve) => container.addEventListener("controllerchange", resolve));
  tell(registration?.waiting ?? null, { kind: "takeOver" });
  await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, HANDOVER_MS))]);
  location.reload();
}
