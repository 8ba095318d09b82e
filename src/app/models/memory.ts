/** Memory in use, measured repeatedly while the list of models is open. */
import type { AppServices } from "../services.ts";
import { ask, change } from "./model-services.ts";

/** Milliseconds between two measurements. */
const PERIOD = 2000;

/** Only in Chromium, and only where the page is isolated. */
interface Measuring {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** Bytes of the whole tab, workers and wasm included; null where the browser does not measure. Slow. */
async function measureTab(): Promise<number | null> {
  const measuring: Measuring = performance as Performance & Measuring;
  try {
    return (await measuring.measureUserAgentSpecificMemory?.())?.bytes ?? null;
  } catch {
    return null;
  }
}

/** Asks the engine for its share. */
async function measureEngine(services: AppServices): Promise<void> {
  const engine = await ask(services, (models) => models.memory());
  if (!engine.ok) return;
  const { memory } = services.store.getState().models;
  const { files, graphics } = engine.value;
  if (memory?.files === files && memory.graphics === graphics) return;
  change(services, { memory: { files, graphics, tab: memory?.tab ?? null } });
}

/** Updates the figures while the list of models is open; a measurement of the tab starts when the previous one has ended. */
export function watchMemory(services: AppServices): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let measuring = false;
  const look = async (): Promise<void> => {
    void measureEngine(services);
    if (measuring) return;
    measuring = true;
    const tab = await measureTab();
    measuring = false;
    const { memory } = services.store.getState().models;
    if (tab !== null && memory !== null) change(services, { memory: { ...memory, tab } });
  };
  services.store.subscribe(({ models: { open } }, before) => {
    if (open === before.models.open) return;
    clearInterval(timer);
    if (!open) return;
    void look();
    timer = setInterval(() => void look(), PERIOD);
  });
}
