/** The page's end of the connection to the worker that trains. */

import * as Comlink from "comlink";
import { failure, type Outcome } from "../base/outcome.ts";
import type { OnTrainingEvent, TrainingApi, TrainingRequest } from "./protocol.ts";
import type { EndRecord } from "./run/document.ts";

export interface TrainingRun {
  /** How it ended. Faults: workerLost, and those of the run. */
  readonly ended: Promise<Outcome<EndRecord>>;
  /** Ends it after the step that is being made. */
  stop(): void;
}

/** Starts a worker for one run; it is closed when the run has ended. */
export function startTraining(request: TrainingRequest, onEvent: OnTrainingEvent): TrainingRun {
  const worker = new Worker(new URL("./training-worker.ts", import.meta.url), {
    type: "module",
    name: "training",
  });
  const api = Comlink.wrap<TrainingApi>(worker);
  const lost = new Promise<Outcome<EndRecord>>((settle) => {
    worker.addEventListener("error", ({ message }) =>
      settle(
        failure(
          "workerLost",
          `Training stopped unexpectedly: ${message || "its script could not be loaded"}.`,
          "Start it again: it goes on from its last checkpoint.",
        ),
      ),
    );
  });
  const ended = Promise.race([api.train(request, Comlink.proxy(onEvent)), lost]).finally(() =>
    worker.terminate(),
  );
  return { ended, stop: () => void api.stop() };
}
