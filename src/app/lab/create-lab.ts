/** The state and actions of the page where models are trained. */
import { keptRuns, removeRun, startTraining } from "../../training/client.ts";
import type { AppServices } from "../services.ts";
import { createLabActions, type LabActions } from "./lab-actions.ts";
import { createLabStore, type LabStore } from "./lab-state.ts";
import type { Trainer } from "./trainer.ts";

export interface LabHandle {
  readonly store: LabStore;
  readonly actions: LabActions;
}

const TRAINER: Trainer = { startTraining, keptRuns, removeRun };

export function createLab(services: Pick<AppServices, "jobs">, trainer: Trainer = TRAINER): LabHandle {
  const store = createLabStore();
  return { store, actions: createLabActions({ jobs: services.jobs, store, trainer }) };
}
