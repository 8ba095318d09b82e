/** What the page asks of the worker that trains. */
import type {
  keptRuns,
  measureTrained,
  removeRun,
  startTraining,
  trainedFiles,
} from "../../training/client.ts";

export interface Trainer {
  readonly startTraining: typeof startTraining;
  readonly keptRuns: typeof keptRuns;
  readonly removeRun: typeof removeRun;
  readonly trainedFiles: typeof trainedFiles;
  readonly measureTrained: typeof measureTrained;
}
