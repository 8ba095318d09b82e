/** Starts the engine: a worker with its device; hands over the session's images and loads the model in use. */
import { startLocalEngine } from "../engine/local/client.ts";
import { readOverrides, siteUrl } from "./address.ts";
import { handOver, shownImages } from "./images/shown-images.ts";
import { BUNDLED } from "./models/bundled.ts";
import { loadModel } from "./models/load-model.ts";
import { type AppServices, complain, loseEngine, putAway, set } from "./services.ts";

/** Starts a new engine instead of any previous one; the session stays as it is. */
export async function startEngine(services: AppServices): Promise<void> {
  putAway(services);
  const client = startLocalEngine(siteUrl(BUNDLED.manifest).href, (fault) => loseEngine(services, fault));
  services.client = client;
  services.engines.add(client);
  set(services, {
    engine: { kind: "starting" },
    model: { kind: "idle" },
    run: { kind: "idle" },
    fault: null,
  });
  const report = await client.inspect(readOverrides(location.search));
  if (client !== services.client) return;
  if (!report.ok) return set(services, { engine: { kind: "lost", fault: report.fault } });
  set(services, { engine: { kind: "ready", report: report.value } });
  for (const image of shownImages(services.store.getState().session)) {
    const held = services.held.get(image);
    const added = held === undefined ? null : await handOver(client, held);
    if (added !== null && !added.ok) complain(services, added.fault);
  }
  if (client === services.client) await loadModel(services);
}
