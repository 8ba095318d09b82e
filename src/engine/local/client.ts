/**
 * The page's end of the connection to the worker. Comlink never rejects a call whose worker has died, and an AbortSignal
 * cannot cross the boundary. A run therefore ends with its "end" event, or with a fault when the worker is gone, and
 * stopping a run sends its id.
 */
import * as Comlink from "comlink";
import type { ModelId, RunId } from "../../base/ids.ts";
import { type Fault, failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import type { JobKind } from "../../base/schedule.ts";
import type { ModelsApi, OnTransfer } from "../../source/models-api.ts";
import type { EngineMemory, Order } from "../../source/offer.ts";
import type { LocalFile, ModelSource } from "../../source/source.ts";
import type { Engine, EngineEvent, EngineRuns, ModelFacts, OnEngineEvent } from "../port.ts";
import type { DeviceReport, EngineApi, OnEvent, Overrides, RunOrder } from "./protocol.ts";

/** Finding, downloading and storing models; an aborted transfer keeps what has arrived. */
export interface ModelsClient extends Omit<ModelsApi, "download" | "keepCopy" | "memory"> {
  memory(): Promise<Outcome<EngineMemory>>;
  download(order: Order, signal: AbortSignal, onEvent: OnTransfer): Promise<Outcome<ModelId | null>>;
  keepCopy(
    files: readonly LocalFile[],
    mix: string | null,
    signal: AbortSignal,
    onEvent: OnTransfer,
  ): Promise<Outcome<ModelId | null>>;
}

type End<T> = { readonly kind: "end"; readonly outcome: Outcome<T> };

/** The engine in this browser's worker: the common interface, and also its device and the models that it opens. */
export interface LocalEngine extends Engine {
  readonly models: ModelsClient;
  inspect(overrides: Overrides): Promise<Outcome<DeviceReport>>;
  /** Opens a model; `beside` names the open models that stay open, all others are closed. Null if it was stopped. */
  loadModel(
    source: ModelSource,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
    beside?: readonly ModelId[],
  ): Promise<Outcome<ModelFacts | null>>;
}

const LOST: Fault = {
  kind: "workerLost",
  message: "The engine stopped unexpectedly.",
  hint: "Start it again; your image, question, box and answers are kept.",
};

/** Reports when the worker is gone: on its error event, or when the lock that it holds while it lives is released. */
function watch(worker: Worker, api: Comlink.Remote<EngineApi>, lost: (fault: Fault) => void): void {
  worker.addEventListener("error", (event) => {
    lost({ ...LOST, message: `The engine stopped: ${event.message || "its script could not be loaded"}.` });
  });
  if (navigator.locks === undefined) return;
  const lockName = `fovea-engine-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  void api.hold(lockName).then(() => navigator.locks.request(lockName, () => lost(LOST)));
}

type Call = <T>(work: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** Starts runs by id: each resolves with its "end" event, and aborting its signal sends the id. */
function runner(api: Comlink.Remote<EngineApi>, call: Call) {
  let nextRun = 0;
  return <T, Event extends { readonly kind: string }>(
    signal: AbortSignal,
    onEvent: (event: Event) => void,
    begin: (id: RunId, onEvent: (event: Event | End<T>) => void) => Promise<void>,
  ): Promise<Outcome<T>> =>
    call(
      () =>
        new Promise((resolve, reject) => {
          const id = `run-${nextRun++}` as RunId;
          const stop = () => void api.cancel(id);
          signal.addEventListener("abort", stop);
          const listener = (event: Event | End<T>) => {
            if (event.kind !== "end") return onEvent(event as Event);
            signal.removeEventListener("abort", stop);
            resolve((event as End<T>).outcome);
          };
          begin(id, Comlink.proxy(listener)).catch(reject);
          if (signal.aborted) stop();
        }),
    );
}

function modelsOf(api: Comlink.Remote<EngineApi>, call: Call, run: ReturnType<typeof runner>): ModelsClient {
  return {
    stock: (published) => call(() => api.stock(published)),
    known: (repository) => call(() => api.known(repository)),
    lookUp: (address) => call(() => api.lookUp(address)),
    lookInto: (files) => call(() => api.lookInto(files)),
    remove: (id) => call(() => api.remove(id)),
    memory: () => call(async () => success(await api.memory())),
    download: (order, signal, onEvent) => run(signal, onEvent, (id, emit) => api.download(id, order, emit)),
    keepCopy: (files, mix, signal, onEvent) =>
      run(signal, onEvent, (id, emit) => api.keepCopy(id, files, mix, emit)),
  };
}

/** What a model can be asked, all of one kind. */
function runsOf(api: Comlink.Remote<EngineApi>, run: ReturnType<typeof runner>, kind: JobKind): EngineRuns {
  const told = <T>(
    signal: AbortSignal,
    onEvent: OnEngineEvent,
    begin: (order: RunOrder, emit: OnEvent<T>) => Promise<void>,
  ): Promise<Outcome<T>> =>
    run<T, EngineEvent>(signal, onEvent, (id, emit) => begin({ id, kind, stopped: signal.aborted }, emit));
  const quietly = <T>(
    signal: AbortSignal,
    begin: (order: RunOrder, emit: OnEvent<T>) => Promise<void>,
  ): Promise<Outcome<T>> => told(signal, () => undefined, begin);
  return {
    rollout: (request, signal, onEvent) =>
      told(signal, onEvent, (order, emit) => api.rollout(order, request, emit)),
    score: (request, signal, onEvent) =>
      told(signal, onEvent, (order, emit) => api.score(order, request, emit)),
    compare: (request, signal, onEvent) =>
      told(signal, onEvent, (order, emit) => api.compare(order, request, emit)),
    logits: (request, signal) => quietly(signal, (order, emit) => api.logits(order, request, emit)),
    likelihood: (request, signal) => quietly(signal, (order, emit) => api.likelihood(order, request, emit)),
    attention: (request, signal) => quietly(signal, (order, emit) => api.attention(order, request, emit)),
    token: (request, signal) => quietly(signal, (order, emit) => api.token(order, request, emit)),
  };
}

/**
 * Starts a worker. `golden` is the address of a bundled model's manifest: on its golden prompt an adapter must give the
 * same logits as wasm. `onLost` is called at most once, and never after `close`.
 */
export function startLocalEngine(golden: string, onLost: (fault: Fault) => void): LocalEngine {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const api = Comlink.wrap<EngineApi>(worker);
  let closed = false;
  let reportLost: (fault: Fault) => void = () => undefined;
  const gone = new Promise<Fault>((resolve) => {
    reportLost = resolve;
  });
  const lose = (fault: Fault): void => {
    if (closed) return;
    closed = true;
    worker.terminate();
    reportLost(fault);
    onLost(fault);
  };
  watch(worker, api, lose);

  const call: Call = async (work) => {
    const failed = gone.then((fault) => ({ ok: false as const, fault }));
    if (closed) return failure(LOST.kind, LOST.message, LOST.hint);
    const outcome = await Promise.race([
      work().catch((thrown) => ({ ok: false as const, fault: faultFrom("bug", thrown) })),
      failed,
    ]);
    // The same worker cannot open a lost GPU again, so the engine counts as lost too.
    if (!outcome.ok && outcome.fault.kind === "deviceLost") lose(outcome.fault);
    return outcome;
  };

  const run = runner(api, call);
  const open = new Map<ModelId, ModelFacts>();

  return {
    facts: (model) => open.get(model) ?? null,
    inspect: (overrides) => call(() => api.inspect(overrides, golden)),
    models: modelsOf(api, call, run),
    async loadModel(source, signal, onEvent, beside = []) {
      const loaded = await run<ModelFacts | null, EngineEvent>(signal, onEvent, (id, emit) =>
        api.loadModel(id, source, beside, emit),
      );
      if (!loaded.ok || loaded.value === null) return loaded;
      for (const id of open.keys()) if (!beside.includes(id)) open.delete(id);
      open.set(loaded.value.id, loaded.value);
      return loaded;
    },
    addImage: (id, bytes) => call(() => api.addImage(id, bytes)),
    removeImage: (id) => void api.removeImage(id),
    picture: (request) => call(() => api.picture(request)),
    ...runsOf(api, run, "interactive"),
    background: runsOf(api, run, "background"),
    computeWeights: (request) => call(() => api.computeWeights(request)),
    measureBins: (request) => call(() => api.measureBins(request)),
    close() {
      closed = true;
      worker.terminate();
      reportLost(LOST);
    },
  };
}
