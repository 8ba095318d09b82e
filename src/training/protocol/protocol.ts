/** The types that pass between the page and the worker that trains. */

import type { Outcome } from "../../base/outcome.ts";
import type { ModelBackend } from "../../engine/local/protocol.ts";
import type { GivenPicture } from "../../lab/run/data.ts";
import type {
  EndRecord,
  EvaluationRecord,
  FirstStageRecord,
  RunRecord,
  RunSettings,
} from "../../lab/run/document.ts";
import type { MeasuredPair } from "../../lab/run/measured-pair.ts";
import type { LocalFile } from "../../source/source.ts";

/** Where a run goes on: at a checkpoint that the caller has, with the document so far, or at one that the browser keeps. */
export type EarlierPart =
  | {
      readonly kind: "given";
      readonly document: string;
      readonly step: number;
      readonly checkpoint: Uint8Array;
    }
  | { readonly kind: "kept"; readonly step: number };

export interface TrainingRequest {
  /** Addresses of the model's manifest and of the page, below which the scenes' pictures lie. */
  readonly manifest: string;
  readonly base: string;
  readonly settings: RunSettings;
  /** The pictures of the settings' data; null for drawn scenes. */
  readonly pictures: readonly GivenPicture[] | null;
  /** The name under which the browser keeps the document and checkpoints; null where the caller takes them. */
  readonly keep: string | null;
  /** Null for a new run. */
  readonly earlier: EarlierPart | null;
  /** Where the address wants graphs to run; null leaves the choice to the worker. */
  readonly backend: ModelBackend | null;
  /** How many threads the address asks for; null leaves the choice to the worker. */
  readonly threads: number | null;
  /** Whether evaluations are left out that would take more than a quarter of the run's time. */
  readonly sparing: boolean;
  /** The address below which the page's server keeps features of drawn scenes for other runs; null where it keeps none. */
  readonly features: string | null;
  /** The first evaluation of an earlier run of the same model on the same questions, which is then not made again; null without one. */
  readonly measured: EvaluationRecord | null;
  /** What the first stage of the model answered to those questions; null where it is to be asked. */
  readonly firstStage: FirstStageRecord | null;
}

export type TrainingEvent =
  /** The document's first lines: the header and, where a run goes on, what is kept of it. */
  | { readonly kind: "begin"; readonly lines: string }
  | { readonly kind: "record"; readonly record: RunRecord }
  /** A file of the run's folder: a checkpoint or, at the end, those of the trained model and of its adapter. */
  | { readonly kind: "file"; readonly path: string; readonly file: Uint8Array<ArrayBuffer> }
  /** The image of the watched item. */
  | { readonly kind: "image"; readonly image: WatchedImage }
  /** The checkpoints that the browser keeps of the run, after each change. */
  | { readonly kind: "kept"; readonly checkpoints: readonly KeptCheckpoint[] }
  /** Done and total are bytes, or items of what is done. */
  | {
      readonly kind: "progress";
      readonly what: string;
      readonly done: number;
      readonly total: number;
      readonly bytes: boolean;
    };

/** The image of the watched item, with its size in pixels. */
export interface WatchedImage {
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
}

/** Called for every event; files are waited for. */
export type OnTrainingEvent = (event: TrainingEvent) => void | Promise<void>;

/**
 * Resolves when a run may go on, false where it is to end. It is asked before each step, and within a step before calls of the
 * runtime, where false changes nothing.
 */
export type MayGoOn = () => boolean | Promise<boolean>;

export interface KeptCheckpoint {
  readonly step: number;
  readonly bytes: number;
}

/** A run that the browser keeps. */
export interface KeptRun {
  readonly name: string;
  /** When it was kept last, in milliseconds since 1970. */
  readonly at: number;
  readonly document: string;
  /** In the order of their steps. */
  readonly checkpoints: readonly KeptCheckpoint[];
  /** The image of the watched item; null where none was kept. */
  readonly image: WatchedImage | null;
}

/** A trained model: that of a checkpoint that the browser keeps. */
export interface TrainedRequest {
  /** The address of the parent's manifest. */
  readonly manifest: string;
  readonly name: string;
  readonly step: number;
}

/** The same model beside its parent, on pictures that chose nothing: drawn scenes of the test split, or those of a list. */
export interface MeasureRequest extends TrainedRequest {
  /** The page's address. */
  readonly base: string;
  readonly pictures: readonly GivenPicture[] | null;
  /** Whether all of a list are asked about, or only those that a run with it keeps for the end. */
  readonly whole: boolean;
  /** Questions of each dimension. */
  readonly perDimension: number;
  /** How many threads the address asks for; null leaves the choice to the worker. */
  readonly threads: number | null;
}

/** A file by its path: `model/…` for those of the model's folder, `adapter/…` for those of its adapter. */
export interface TrainedFile {
  readonly path: string;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** An adapter of low-rank matrices, in the layout of the Python package PEFT. */
export interface AdapterRequest {
  /** Those of its folder, others beside them. They are read in the worker. */
  readonly files: readonly LocalFile[];
  /** Addresses of the manifests among which its parent is looked for. */
  readonly parents: readonly string[];
}

export interface TrainingApi {
  /** Holds a lock for as long as the worker lives; resolves once it is held. */
  hold(lockName: string): Promise<void>;
  /** One run at a time. */
  train(request: TrainingRequest, onEvent: OnTrainingEvent, mayGoOn: MayGoOn): Promise<Outcome<EndRecord>>;
  /** All runs that the browser keeps, the last one first. Faults: unsupported where it can keep none. */
  keptRuns(): Promise<Outcome<readonly KeptRun[]>>;
  removeRun(name: string): Promise<Outcome<null>>;
  /** Faults: notFound (the checkpoint), badInput (another parent), and those of opening a model. */
  trainedFiles(request: TrainedRequest): Promise<Outcome<readonly TrainedFile[]>>;
  /**
   * The folder of the model that an adapter makes of its parent, by paths in it. Faults: notFound (a file, the parent), corrupt,
   * badInput (it does not fit its parent), unsupported (another method or option of PEFT), and those of reading the parent.
   */
  adaptedFiles(request: AdapterRequest): Promise<Outcome<readonly TrainedFile[]>>;
  /** Faults: as `trainedFiles`, and those of a run. Of events there is progress alone. */
  measureTrained(
    request: MeasureRequest,
    onEvent: OnTrainingEvent,
    mayGoOn: MayGoOn,
  ): Promise<Outcome<MeasuredPair>>;
}
