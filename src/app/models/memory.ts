/** What is taken of memory now, measured again and again while somebody looks. */
import type { AppServices } from "../services.ts";
import { ask, change } from "./model-services.ts";

/** Milliseconds between two looks. */
const PERIOD = 2000;

/** Only in Chromium, and only where the page is isolated. */
interface Measuring {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** Bytes of the whole tab, workers and wasm among them; null where the browser does not measure. Takes its time. */
async function measureTab(): Promise<number | null> {
  const measuring: Measuring = performance as Performance & Measuring;
  try {
    return (await measuring.measureUserAgentSpecificMemory?.())?.bytes ?? null;
  } catch {
    return null;
  }
}

/** Asks the engine for its part. */
async function measureEngine(services: AppServices): Promise<void> {
  const engine = await ask(services, (models) => models.memory());
  if (!engine.ok) return;
  const { memory } = services.store.getState().models;
  const { files, graphics } = engine.value;
  if (memory?.files === files && memory.graphics === graphics) return;
  change(services, { memory: { files, graphics, tab: memory?.tab ?? null } });
}

/** Keeps the figures fresh while the list of models is open; a look at the tab is begun when the one before has ended. */
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
