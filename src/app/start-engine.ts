/** Starting the engine: a worker, its device, the open image handed over, the model in use loaded. */
import type { Outcome } from "../base/outcome.ts";
import type { ImageFacts } from "../engine/protocol.ts";
import { type Client, startClient } from "./client.ts";
import { complain, type Desk, loseEngine, set } from "./desk.ts";
import { loadModel } from "./load-model.ts";
import type { HeldImage } from "./open-image.ts";
import { readOverrides } from "./overrides.ts";

/** Gives the engine an image's bytes. */
export async function handOver(client: Client, image: HeldImage): Promise<Outcome<ImageFacts>> {
  return client.addImage(image.id, await image.blob.arrayBuffer());
}

/** Starts a new engine in the place of any former one; the session stays as it is. */
export async function startEngine(desk: Desk): Promise<void> {
  desk.client?.close();
  const client = startClient((fault) => loseEngine(desk, fault));
  desk.client = client;
  set(desk, { engine: { kind: "starting" }, model: { kind: "idle" }, run: { kind: "idle" }, fault: null });
  const report = await client.inspect(readOverrides(location.search));
  if (client !== desk.client) return;
  if (!report.ok) return set(desk, { engine: { kind: "lost", fault: report.fault } });
  set(desk, { engine: { kind: "ready", report: report.value } });
  const image = desk.store.getState().session.plan?.image;
  const held = image === undefined ? undefined : desk.held.get(image);
  if (held !== undefined) {
    const added = await handOver(client, held);
    if (!added.ok) complain(desk, added.fault);
  }
  await loadModel(desk);
}
