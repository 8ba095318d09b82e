/** Starting the engine: a worker, its device, the open image handed over, the model in use loaded. */
import type { Outcome } from "../base/outcome.ts";
import type { ImageFacts } from "../engine/protocol.ts";
import { type Client, startClient } from "./client.ts";
import { apply, complain, type Desk, loseEngine, set } from "./desk.ts";
import type { HeldImage } from "./open-image.ts";
import { readOverrides } from "./overrides.ts";

/** Gives the engine an image's bytes. */
export async function handOver(client: Client, image: HeldImage): Promise<Outcome<ImageFacts>> {
  return client.addImage(image.id, await image.blob.arrayBuffer());
}

/** Loads the model of the source in use; stopped on the way, the engine stays without one. */
export async function loadModel(desk: Desk): Promise<void> {
  const { client } = desk;
  if (client === null) return;
  desk.loading.abort();
  desk.loading = new AbortController();
  const { signal } = desk.loading;
  set(desk, { model: { kind: "loading", stage: "download", done: 0, total: 0 } });
  const loaded = await client.loadModel(desk.source, signal, (event) => {
    if (event.kind !== "progress") return;
    set(desk, { model: { kind: "loading", stage: event.stage, done: event.done, total: event.total } });
  });
  if (client !== desk.client || signal !== desk.loading.signal) return;
  if (!loaded.ok && loaded.fault.kind === "deviceLost") loseEngine(desk, loaded.fault);
  else if (!loaded.ok) set(desk, { model: { kind: "failed", fault: loaded.fault } });
  else if (loaded.value === null) set(desk, { model: { kind: "idle" } });
  else {
    const { id: model, boxWords } = loaded.value;
    set(desk, { model: { kind: "ready", facts: loaded.value } });
    apply(desk, { kind: "setModel", model, boxWords });
  }
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
