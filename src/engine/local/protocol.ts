/** The types that pass between page and worker. */
import type { ImageId, ModelId, Nats, RunId } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { JobKind } from "../../base/schedule.ts";
import type { BinsRequest, MeasuredBins } from "../../evidence/compare/bins.ts";
import type { LogitsFiles, LogitsRequest } from "../../evidence/logits-file.ts";
import type { AttentionMaps, AttentionRequest } from "../../evidence/maps/attention.ts";
import type { Replay, ReplayRequest } from "../../evidence/replay.ts";
import type { LikelihoodRequest, Rollout, RolloutRequest } from "../../evidence/rollout.ts";
import type { Scored, ScoreRequest } from "../../evidence/score.ts";
import type { TokenInspection, TokenRequest } from "../../evidence/token-inspection.ts";
import type { GateResult, WeightsRequest } from "../../gate/group.ts";
import type { ModelsApi } from "../../source/models-api.ts";
import type { ModelSource } from "../../source/source.ts";
import type { EngineEvent, ImageFacts, ModelFacts, ModelPicture, PictureRequest } from "../port.ts";

export type ModelBackend = "webgpu" | "wasm";
export type NumbersBackend = "wgsl" | "cpu";

/** What the address requests; null leaves the choice to the engine. */
export interface Overrides {
  readonly modelBackend: ModelBackend | null;
  readonly numbersBackend: NumbersBackend | null;
  readonly threads: number | null;
}

/** A choice and its reason. */
export interface Choice<T extends string> {
  readonly backend: T;
  readonly reason: string;
}

export interface AdapterFacts {
  readonly description: string;
  readonly software: boolean;
  readonly features: readonly string[];
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

export interface DeviceReport {
  /** Null if the browser offers no WebGPU adapter; `adapterNote` then gives the reason. */
  readonly adapter: AdapterFacts | null;
  readonly adapterNote: string;
  readonly model: Choice<ModelBackend>;
  readonly numbers: Choice<NumbersBackend>;
  readonly runtime: "jspi" | "asyncify";
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
}

/** Exactly one "end" per run, always last. A cancelled run succeeds with what it had. */
export type RunEvent<Result> = EngineEvent | { readonly kind: "end"; readonly outcome: Outcome<Result> };

export type OnEvent<Result> = (event: RunEvent<Result>) => void;

/**
 * A run of a model: by which name it is stopped, whether it gives way to others between its units, and whether it was
 * stopped before it was sent: then it ends without a part.
 */
export interface RunOrder {
  readonly id: RunId;
  readonly kind: JobKind;
  readonly stopped: boolean;
}

/**
 * The interface of the worker. No method throws for an expected failure. A cancelled load ends with null, a cancelled
 * rollout with the tokens so far, a cancelled replay with the replays that were complete.
 */
export interface EngineApi extends ModelsApi {
  /** Holds the named lock as long as the worker lives; resolves once it is held. Its release signals the worker's end. */
  hold(lockName: string): Promise<void>;
  /** `golden` is the address of a bundled model's manifest: on its golden prompt an adapter must agree with wasm. */
  inspect(overrides: Overrides, golden: string): Promise<Outcome<DeviceReport>>;
  /**
   * Opens a model. `beside` names the open models that stay open, as the student does while its teacher is opened. All
   * others are closed before the new one takes memory, and all runs are stopped.
   */
  loadModel(
    id: RunId,
    source: ModelSource,
    beside: readonly ModelId[],
    onEvent: OnEvent<ModelFacts | null>,
  ): Promise<void>;
  addImage(id: ImageId, bytes: ArrayBuffer): Promise<Outcome<ImageFacts>>;
  /** Forgets an image's pixels. */
  removeImage(id: ImageId): Promise<void>;
  /** The pixels that a model is given for a view, at a longest edge or at that of its manifest. */
  picture(request: PictureRequest): Promise<Outcome<ModelPicture>>;
  /** A group of siblings, in order. */
  rollout(order: RunOrder, request: RolloutRequest, onEvent: OnEvent<readonly Rollout[]>): Promise<void>;
  /** One score per answer, in order. */
  score(order: RunOrder, request: ScoreRequest, onEvent: OnEvent<readonly Scored[]>): Promise<void>;
  /** One replay per answer, in order: rows of both sides are compared where they are stored. */
  compare(order: RunOrder, request: ReplayRequest, onEvent: OnEvent<readonly Replay[]>): Promise<void>;
  /** Raw logits of an answer under a showing, as files; null if it was cancelled. */
  logits(order: RunOrder, request: LogitsRequest, onEvent: OnEvent<LogitsFiles | null>): Promise<void>;
  /** The log-probability of each whole answer in nats, its stop token included. */
  likelihood(
    order: RunOrder,
    request: LikelihoodRequest,
    onEvent: OnEvent<readonly Nats[] | null>,
  ): Promise<void>;
  /** Attention maps of an image; null if it was cancelled. */
  attention(
    order: RunOrder,
    request: AttentionRequest,
    onEvent: OnEvent<AttentionMaps | null>,
  ): Promise<void>;
  /** One token's figures, from the kernels and in float64; null if it was cancelled. */
  token(order: RunOrder, request: TokenRequest, onEvent: OnEvent<TokenInspection | null>): Promise<void>;
  /** The weights that a gate gives a group of replayed answers. */
  computeWeights(request: WeightsRequest): Promise<Outcome<GateResult>>;
  /** Divergences of rows of few bins. */
  measureBins(request: BinsRequest): Promise<Outcome<MeasuredBins>>;
  cancel(id: RunId): Promise<void>;
}
