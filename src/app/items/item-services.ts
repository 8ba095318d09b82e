/** What the item builder's actions share: the page's services, its state, and the bytes of its images. */
import type { ImageId } from "../../base/ids.ts";
import { type Fault, failure, type Outcome } from "../../base/outcome.ts";
import type { EngineRuns, ModelFacts } from "../../engine/port.ts";
import type { Candidate } from "../../suite/items/candidate.ts";
import type { HeldImage } from "../images/open-image.ts";
import { handOver } from "../images/shown-images.ts";
import { type AppServices, complain } from "../services.ts";
import type { ItemsStore } from "./items-state.ts";

export interface ItemServices {
  readonly services: AppServices;
  readonly store: ItemsStore;
  readonly held: Map<ImageId, HeldImage>;
}

/** The engine with the model that answers. */
export interface Voice {
  readonly client: EngineRuns;
  readonly facts: ModelFacts;
}

/** Gives an image to the engine for the duration of `work`. Faults: no model, an image that is closed, those of `work`. */
export async function withPicture<T>(
  { services, held }: ItemServices,
  id: ImageId,
  work: (voice: Voice) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { client, engines } = services;
  const { model, session } = services.store.getState();
  const image = held.get(id);
  if (client === null || model.kind !== "ready")
    return failure("unsupported", "No model is ready yet.", "Wait until it is loaded.");
  if (image === undefined) return failure("notFound", "The image is no longer open.");
  const added = await handOver(engines, image);
  if (!added.ok) return added;
  const done = await work({ client: engines.background, facts: model.facts });
  if (session.plan?.image !== id && !services.inUse.has(id)) engines.removeImage(id);
  return done;
}

export function complainOf({ services, store }: ItemServices, fault: Fault): void {
  if (fault.kind === "deviceLost" || fault.kind === "workerLost") complain(services, fault);
  else store.setState({ fault });
}

export function candidateOf({ store }: ItemServices, id: string): Candidate | null {
  return store.getState().candidates.find((each) => each.id === id) ?? null;
}

/** Changes one candidate, unless it was removed meanwhile. */
export function changeCandidate({ store }: ItemServices, id: string, change: Partial<Candidate>): void {
  const { candidates } = store.getState();
  store.setState({ candidates: candidates.map((each) => (each.id === id ? { ...each, ...change } : each)) });
}
