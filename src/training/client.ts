/** The page's end of the connection to the worker that trains. */

import * as Comlink from "comlink";
import { failure, type Outcome, success } from "../base/outcome.ts";
import { NEVER } from "../base/signal.ts";
import type { EndRecord } from "../lab/run/document.ts";
import type { MeasuredPair } from "../lab/run/measured-pair.ts";
import type {
  AdapterRequest,
  KeptRun,
  MayGoOn,
  MeasureRequest,
  OnTrainingEvent,
  TrainedFile,
  TrainedRequest,
  TrainingApi,
  TrainingRequest,
} from "./protocol/protocol.ts";

const HINT = "Start it again: it goes on from its last checkpoint.";

/**
 * Settles when the worker is gone: on its error event, or, since a worker that is ended from outside has none, when the lock that it
 * holds while it lives is released. Comlink never rejects a call whose worker has died.
 */
function lossOf(worker: Worker, api: Comlink.Remote<TrainingApi>): Promise<Outcome<never>> {
  return new Promise((settle) => {
    worker.addEventListener("error", ({ message }) => {
      const why = message || "its script could not be loaded";
      settle(failure("workerLost", `Training stopped unexpectedly: ${why}.`, HINT));
    });
    if (navigator.locks === undefined) return;
    const lock = `fovea-training-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    const gone = () => settle(failure("workerLost", "Training stopped unexpectedly.", HINT));
    void api.hold(lock).then(() => navigator.locks.request(lock, gone));
  });
}

/**
 * Starts a worker for one call; it is closed when the call has ended, or at once where `signal` says so: the result is null then.
 * Faults: workerLost, and those of the call.
 */
function inWorker<T>(
  call: (api: Comlink.Remote<TrainingApi>) => Promise<Outcome<T>>,
  signal: AbortSignal = NEVER,
): Promise<Outcome<T | null>> {
  const worker = new Worker(new URL("./training-worker.ts", import.meta.url), {
    type: "module",
    name: "training",
  });
  const api = Comlink.wrap<TrainingApi>(worker);
  const aborted = new Promise<Outcome<null>>((settle) => {
    signal.addEventListener("abort", () => settle(success(null)));
  });
  return Promise.race([lossOf(worker, api), call(api), aborted]).finally(() => worker.terminate());
}

/** Makes a run, and tells how it ended; null where `signal` ended it at once. */
export function startTraining(
  request: TrainingRequest,
  onEvent: OnTrainingEvent,
  mayGoOn: MayGoOn,
  signal?: AbortSignal,
): Promise<Outcome<EndRecord | null>> {
  return inWorker((api) => api.train(request, Comlink.proxy(onEvent), Comlink.proxy(mayGoOn)), signal);
}

/** All runs that the browser keeps, the last one first. */
export async function keptRuns(): Promise<Outcome<readonly KeptRun[]>> {
  const found = await inWorker((api) => api.keptRuns());
  return found.ok ? success(found.value ?? []) : found;
}

/** Deletes a run with its checkpoints. */
export function removeRun(name: string): Promise<Outcome<null>> {
  return inWorker((api) => api.removeRun(name));
}

/** The files of the model, and of its adapter where it has one, after a step of a run that the browser keeps. */
export async function trainedFiles(request: TrainedRequest): Promise<Outcome<readonly TrainedFile[]>> {
  const found = await inWorker((api) => api.trainedFiles(request));
  return found.ok ? success(found.value ?? []) : found;
}

/** The files of the model that an adapter makes of its parent, by their paths in the model's folder. */
export async function adaptedFiles(request: AdapterRequest): Promise<Outcome<readonly TrainedFile[]>> {
  const found = await inWorker((api) => api.adaptedFiles(request));
  return found.ok ? success(found.value ?? []) : found;
}

/** The answers of that model and of its parent to questions that chose nothing; null where `signal` ended it. */
export function measureTrained(
  request: MeasureRequest,
  onEvent: OnTrainingEvent,
  mayGoOn: MayGoOn,
  signal: AbortSignal,
): Promise<Outcome<MeasuredPair | null>> {
  return inWorker(
    (api) => api.measureTrained(request, Comlink.proxy(onEvent), Comlink.proxy(mayGoOn)),
    signal,
  );
}
