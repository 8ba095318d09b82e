/** Starts the engine: a worker with its device; hands over the session's images and loads the model in use. */
import type { ImageId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import { startLocalEngine } from "../engine/local/client.ts";
import type { Engine, ImageFacts } from "../engine/port.ts";
import { picturesOf } from "../evidence/views/showing.ts";
import { currentContrast } from "../session/derived.ts";
import type { Session } from "../session/session.ts";
import { readOverrides, siteUrl } from "./address.ts";
import type { HeldImage } from "./images/open-image.ts";
import { BUNDLED } from "./models/bundled.ts";
import { loadModel } from "./models/load-model.ts";
import { type AppServices, complain, loseEngine, putAway, set } from "./services.ts";

/** Gives the engine an image's bytes. */
export async function handOver(engine: Engine, image: HeldImage): Promise<Outcome<ImageFacts>> {
  return engine.addImage(image.id, await image.blob.arrayBuffer());
}

/** The current image, and those that its views are made of. */
function shownImages(session: Session): ReadonlySet<ImageId> {
  const contrast = currentContrast(session);
  const showings =
    contrast === null ? [] : [contrast.student, ...contrast.others.map((other) => other.showing)];
  const views = showings.flatMap(picturesOf).map(({ source }) => source);
  return new Set(session.plan === null ? views : [session.plan.image, ...views]);
}

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
