/** Remote engines on the page: which there are, connecting to one, and asking before anything is sent there. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { ModelFacts } from "../../engine/port.ts";
import type { Pause, RemoteEngine } from "../../engine/remote/client.ts";
import { listEngines, type Place } from "../../engine/remote/places.ts";
import { MOST_AT_ONCE, type ServedSource } from "../../source/source.ts";
import { siteUrl } from "../address.ts";
import { handOver, shownImages } from "../images/shown-images.ts";
import { type AppServices, complain, set } from "../services.ts";
import { change } from "./model-services.ts";
import type { RemoteListing } from "./models-state.ts";

/** The code of remote engines is fetched when a person connects to the first one. */
const client = () => import("../../engine/remote/client.ts");

/** Lists the engines of the page's server; what is known of them stays. */
export async function findEngines(services: AppServices): Promise<void> {
  const places = await listEngines(siteUrl(""));
  const known = services.store.getState().models.remotes ?? [];
  const remotes = places.map(
    (place) =>
      known.find((each) => each.place.engine === place.engine && each.place.host === place.host) ??
      ({ place, state: { kind: "unasked" } } as const),
  );
  change(services, { remotes });
}

/** Asks whether images and questions may be sent to an engine. A later question ends this one. */
async function askDisclosure(services: AppServices, place: Place): Promise<boolean> {
  services.decideDisclosure(false);
  const agrees = await new Promise<boolean>((resolve) => {
    services.decideDisclosure = resolve;
    set(services, { disclosure: place });
  });
  if (services.store.getState().disclosure === place) set(services, { disclosure: null });
  return agrees;
}

/** Whether they may be sent: asked before the first run, and remembered for this visit once a person agrees. */
function disclosureTo(services: AppServices, place: Place): () => Promise<boolean> {
  let agreed = false;
  let asking: Promise<boolean> | null = null;
  return async () => {
    if (agreed) return true;
    asking ??= askDisclosure(services, place);
    agreed = await asking;
    asking = null;
    return agreed;
  };
}

/** Connects to an engine, or returns the connection. Faults: notFound, and those of connecting. */
async function connectionTo(services: AppServices, engine: string): Promise<Outcome<RemoteEngine>> {
  const connected = services.remotes.get(engine);
  if (connected !== undefined) return success(connected);
  const place = (await listEngines(siteUrl(""))).find((each) => each.engine === engine);
  if (place === undefined)
    return failure(
      "notFound",
      `There is no engine ${engine} here.`,
      "Start the page with npm start -- --engine and its address.",
    );
  const { connectEngine } = await client();
  const atOnce = () => services.store.getState().models.atOnce;
  const onPause = (pause: Pause | null): void => {
    const { [engine]: _, ...others } = services.store.getState().models.pauses;
    change(services, { pauses: pause === null ? others : { ...others, [engine]: pause } });
  };
  const remote = await connectEngine(siteUrl(""), place, atOnce, disclosureTo(services, place), onPause);
  if (!remote.ok) return remote;
  services.remotes.set(engine, remote.value);
  services.engines.add(remote.value);
  for (const image of shownImages(services.store.getState().session)) {
    const held = services.held.get(image);
    const added = held === undefined ? null : await handOver(remote.value, held);
    if (added !== null && !added.ok) complain(services, added.fault);
  }
  return remote;
}

/** Sets how many requests to a remote engine are under way at once: 1 to `MOST_AT_ONCE`. */
export function setAtOnce(services: AppServices, atOnce: number): void {
  change(services, { atOnce: Math.min(MOST_AT_ONCE, Math.max(1, Math.round(atOnce))) });
}

function tell(services: AppServices, engine: string, state: RemoteListing["state"]): void {
  const { remotes } = services.store.getState().models;
  const told = (remotes ?? []).map((each) => (each.place.engine === engine ? { ...each, state } : each));
  change(services, { remotes: told });
}

/** Lists the models of an engine. Nothing of a person's is sent. */
export async function connect(services: AppServices, engine: string): Promise<void> {
  tell(services, engine, { kind: "asking" });
  const remote = await connectionTo(services, engine);
  const names = remote.ok ? await remote.value.models(NEVER) : remote;
  if (names.ok) tell(services, engine, { kind: "models", names: names.value ?? [] });
  else tell(services, engine, { kind: "failed", fault: names.fault });
}

/** Opens a served model: it is probed with a picture of ours. Null where it was stopped. */
export async function openServed(
  services: AppServices,
  { engine, model }: ServedSource,
  signal: AbortSignal,
): Promise<Outcome<ModelFacts | null>> {
  const remote = await connectionTo(services, engine);
  return remote.ok ? remote.value.open(model, signal) : remote;
}
