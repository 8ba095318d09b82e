/** What the actions share: the store, the engines, the bytes of images, and the jobs. */
import type { ImageId, ModelId } from "../base/ids.ts";
import type { Fault } from "../base/outcome.ts";
import { createEngines, type Engines } from "../engine/engines.ts";
import type { LocalEngine } from "../engine/local/client.ts";
import type { RemoteEngine } from "../engine/remote/client.ts";
import type { Command } from "../session/command.ts";
import { advance } from "../session/history.ts";
import type { ModelSource, ServedSource } from "../source/source.ts";
import { siteUrl } from "./address.ts";
import type { HeldImage } from "./images/open-image.ts";
import { createJobs, type Jobs } from "./jobs/jobs.ts";
import { BUNDLED, type BundledModel } from "./models/bundled.ts";
import type { AppState, AppStore } from "./state.ts";

export interface AppServices {
  readonly store: AppStore;
  /** The engine of the worker. */
  client: LocalEngine | null;
  /** Every open engine, the worker's included: a request goes to the engine that has its model. */
  readonly engines: Engines;
  /** Source of the model in use; a new worker loads it again. */
  source: ModelSource | ServedSource;
  /** Source of each model that answered in this visit. */
  readonly opened: Map<ModelId, ModelSource | ServedSource>;
  /** The remote engines that were connected in this visit, by their names. */
  readonly remotes: Map<string, RemoteEngine>;
  /** Bytes of the session's images, by their ids. */
  readonly held: Map<ImageId, HeldImage>;
  /** Duration of the latest replay, in milliseconds; a box is followed live only while replays are quick. */
  replayMs: number;
  /** Images that a suite run needs in the engine, whatever the playground shows. */
  readonly inUse: Set<ImageId>;
  /** Everything that runs. */
  readonly jobs: Jobs;
  /** Answers whether jobs may be stopped, while that is asked. */
  decide: (goOn: boolean) => void;
  /** Answers whether images and questions may be sent to a remote engine, while that is asked. */
  decideDisclosure: (agrees: boolean) => void;
  /** The end of the last transfer of a model. */
  transferring: Promise<void>;
}

/** The source of a bundled model. */
export function bundledSource(model: BundledModel): ModelSource {
  return { kind: "site", manifest: siteUrl(model.manifest).href };
}

export function createAppServices(store: AppStore): AppServices {
  return {
    store,
    client: null,
    engines: createEngines(),
    source: bundledSource(BUNDLED),
    opened: new Map(),
    remotes: new Map(),
    held: new Map(),
    replayMs: Infinity,
    inUse: new Set(),
    jobs: createJobs((jobs) => store.setState({ jobs })),
    decide: () => undefined,
    decideDisclosure: () => undefined,
    transferring: Promise.resolve(),
  };
}

/** The state of the screen for a new subject: no run, no selection, no fault. */
export const AFRESH = { run: { kind: "idle" }, sibling: 0, selection: null, fault: null } as const;

export function set(services: AppServices, change: Partial<AppState>): void {
  services.store.setState(change);
}

export function apply(services: AppServices, command: Command): void {
  set(services, advance(services.store.getState(), command));
}

/** Closes the engine of the worker, if there is one. */
export function putAway(services: AppServices): void {
  if (services.client === null) return;
  services.engines.remove(services.client);
  services.client.close();
  services.client = null;
}

/** The engine is gone: everything of the session stays, and the page offers to restart it. */
export function loseEngine(services: AppServices, fault: Fault): void {
  putAway(services);
  set(services, { engine: { kind: "lost", fault }, model: { kind: "idle" }, run: { kind: "idle" } });
}

/** Shows a fault. A lost engine has its own message already. */
export function complain(services: AppServices, fault: Fault): void {
  if (fault.kind !== "deviceLost" && fault.kind !== "workerLost") set(services, { fault });
}
