/** The types that pass between the page and the worker that trains. */

import type { Outcome } from "../base/outcome.ts";
import type { EndRecord, RunRecord, RunSettings } from "./run/document.ts";

export interface TrainingRequest {
  /** Addresses of the model's manifest and of the page, below which the scenes' pictures lie. */
  readonly manifest: string;
  readonly base: string;
  readonly recipe: string;
  readonly settings: Omit<RunSettings, "recipe">;
  /** The document so far and the checkpoint that it goes on from; null for a new run. */
  readonly earlier: {
    readonly document: string;
    readonly step: number;
    readonly checkpoint: Uint8Array;
  } | null;
}

export type TrainingEvent =
  /** The document's first lines: the header and, where a run goes on, what is kept of it. */
  | { readonly kind: "begin"; readonly lines: string }
  | { readonly kind: "record"; readonly record: RunRecord }
  /** A file of the run's folder: a checkpoint or, at the end, those of the trained model and of its adapter. */
  | { readonly kind: "file"; readonly path: string; readonly file: Uint8Array<ArrayBuffer> }
  /** Done and total are bytes, or items of what is done. */
  | {
      readonly kind: "progress";
      readonly what: string;
      readonly done: number;
      readonly total: number;
      readonly bytes: boolean;
    };

/** Called for every event; files are waited for. */
export type OnTrainingEvent = (event: TrainingEvent) => void | Promise<void>;

export interface TrainingApi {
  /** One run at a time. */
  train(request: TrainingRequest, onEvent: OnTrainingEvent): Promise<Outcome<EndRecord>>;
  /** Ends the run after the step that is being made. */
  stop(): void;
}
