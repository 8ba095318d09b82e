/** The state and actions of the page where models are trained. */
import { keptRuns, measureTrained, removeRun, startTraining, trainedFiles } from "../../training/client.ts";
import type { AppServices } from "../services.ts";
import { createLabActions, type LabActions } from "./lab-actions.ts";
import { createLabStore, type LabStore } from "./lab-state.ts";
import type { LabServices } from "./train-run.ts";
import type { Trainer } from "./trainer.ts";

export interface LabHandle {
  readonly store: LabStore;
  readonly actions: LabActions;
}

const TRAINER: Trainer = { startTraining, keptRuns, removeRun, trainedFiles, measureTrained };

/** Where a trained model is opened and listed. */
export type LabModels = Pick<LabServices, "openTrained" | "lookInto">;

export function createLab(
  { jobs }: Pick<AppServices, "jobs">,
  models: LabModels,
  trainer: Trainer = TRAINER,
): LabHandle {
  const store = createLabStore();
  return { store, actions: createLabActions({ jobs, store, trainer, ...models }) };
}
