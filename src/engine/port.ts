/** The interface of any engine, wherever its models run, and the capabilities that an engine or a model may lack. */
import type { ImageId, ModelId, Nats, Size, TokenId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import type { Weights } from "../base/weights.ts";
import type { BinsRequest, MeasuredBins } from "../evidence/compare/bins.ts";
import type { LogitsFiles, LogitsRequest } from "../evidence/logits-file.ts";
import type { AttentionMaps, AttentionRequest } from "../evidence/maps/attention.ts";
import type { Replay, ReplayRequest } from "../evidence/replay.ts";
import type { LikelihoodRequest, Rollout, RolloutRequest } from "../evidence/rollout.ts";
import type { EndToken, Scored, ScoreRequest } from "../evidence/score.ts";
import type { TokenInspection, TokenRequest } from "../evidence/token-inspection.ts";
import type { Showing, ShownImage } from "../evidence/views/showing.ts";
import type { GateResult, WeightsRequest } from "../gate/group.ts";
import type { Tiling } from "../model/adapter.ts";

/** What a model supports where it runs. A missing capability is a fault of kind "unsupported", or a missing column. */
export interface Capabilities {
  /** What is available at each position: a row of logits, or at most this many of the most likely tokens and the remaining mass. */
  readonly logits: { readonly kind: "rows" } | { readonly kind: "topK"; readonly most: number };
  /** Whether the entropy over the whole vocabulary is available. */
  readonly entropy: boolean;
  /** Whether attention maps are available. */
  readonly attention: boolean;
  /** Whether the gradient of a divergence with respect to the logits is available. */
  readonly gradients: boolean;
  /** Whether answers are sampled reproducibly from a seed; otherwise they are greedy. */
  readonly sampling: boolean;
  /** The largest group of siblings. */
  readonly largestGroup: number;
  /** False if the prompt is fixed, so that the question has no effect. */
  readonly text: boolean;
  /** How many images a showing may have; null if only memory limits them. */
  readonly mostPictures: number | null;
  /** How images are cut into tiles; null if they are not. */
  readonly tiling: Tiling | null;
}

/**
 * Whether the adapter agreed with wasm on a bundled model's golden prompt: it passed, the check was unnecessary (the model
 * runs on wasm), or it was skipped because that model was not available.
 */
export type GoldenCheck =
  | { readonly kind: "passed" }
  | { readonly kind: "needless" }
  | { readonly kind: "skipped"; readonly why: string };

/** Where a model runs that is not in the tab, and what was measured and found lacking when it was connected. */
export interface ServedBy {
  /** The engine's name on Fovea's own server. */
  readonly engine: string;
  /** The host that images and questions are sent to. */
  readonly host: string;
  /**
   * In nats: an answer's log-probabilities while it was sampled against those scored afterwards, null where that could not be
   * scored; and the same scoring alone against beside so many others at once.
   */
  readonly noise: { readonly replay: Nats | null; readonly beside: Nats; readonly others: number };
  /** Sentences, each with what lifts the lack. */
  readonly remarks: readonly string[];
}

/** Facts about an open model. */
export interface ModelFacts {
  readonly id: ModelId;
  readonly title: string;
  readonly knows: string;
  readonly placeholder: boolean;
  readonly licence: string;
  /** Null where a server does not say. */
  readonly vocabularySize: number | null;
  readonly bytes: number;
  readonly weights: Weights;
  /** Models with the same tokenizer can score each other's answers. */
  readonly tokenizerSha256: string;
  /** The tokens that end an answer; left out where a server does not say. */
  readonly ends?: readonly EndToken[];
  /** The model's own wording for a box in a question; null if it has none. */
  readonly boxWords: string | null;
  readonly gives: Capabilities;
  readonly golden: GoldenCheck;
  /** Null for a model in the tab. */
  readonly served: ServedBy | null;
}

/** An image as the engine stores it: its size after EXIF rotation, and notes about its conversion. */
export interface ImageFacts {
  readonly size: Size;
  readonly format: string;
  readonly animated: boolean;
  /** Sentences for a person, such as "It is animated; only the first frame is used." */
  readonly notes: readonly string[];
}

/**
 * The exact pixels that the model is given for a view: RGBA, row by row. An image that is cut into tiles is a sheet: the
 * tiles in their places, the whole-image tile last, with transparent gaps between them.
 */
export interface ModelPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Size of the image before the model's own preprocessing. */
  readonly viewSize: Size;
  /** Size of one tile, and the number of tiles, the whole-image tile included. */
  readonly tileSize: Size;
  readonly tiles: number;
  /** How these lie in the image, without the whole-image tile: 0 × 0 if it is not cut. */
  readonly grid: { readonly rows: number; readonly columns: number };
  /** Null if only the encoder determines it. */
  readonly imageTokens: number | null;
}

/** An image, the model that is shown it, and the longest edges of its showing. */
export interface PictureRequest {
  readonly model: ModelId;
  readonly image: ShownImage;
  readonly edges: Pick<Showing, "longestEdge" | "cropLongestEdge">;
}

export type Stage = "download" | "check" | "compile" | "encode" | "prefill" | "replay" | "measure";

/** Events of a run in progress. */
export type EngineEvent =
  | { readonly kind: "progress"; readonly stage: Stage; readonly done: number; readonly total: number }
  | {
      readonly kind: "token";
      readonly sibling: number;
      readonly index: number;
      readonly token: TokenId;
      readonly text: string;
      readonly logProb: Nats;
    };

export type OnEngineEvent = (event: EngineEvent) => void;

/**
 * What a model can be asked. No method throws for an expected failure. A run that is stopped by its signal succeeds with what
 * it had: rollouts with their tokens so far, scores and comparisons with those that were complete, everything else with null.
 */
export interface EngineRuns {
  /** A group of siblings, in order. */
  rollout(
    request: RolloutRequest,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
  ): Promise<Outcome<readonly Rollout[]>>;
  /** Scores answers under one showing, teacher-forced: one score per answer, in order. */
  score(
    request: ScoreRequest,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
  ): Promise<Outcome<readonly Scored[]>>;
  /**
   * Scores answers under every showing of a contrast and compares the sides, by whole rows if available: one replay per
   * answer, in order. A column that is not available is missing with its reason.
   */
  compare(
    request: ReplayRequest,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
  ): Promise<Outcome<readonly Replay[]>>;
  /** Raw logits of an answer under a showing, as files. */
  logits(request: LogitsRequest, signal: AbortSignal): Promise<Outcome<LogitsFiles | null>>;
  /** The log-probability of each whole answer in nats, its stop token included. */
  likelihood(request: LikelihoodRequest, signal: AbortSignal): Promise<Outcome<readonly Nats[] | null>>;
  /** Attention maps of an image. */
  attention(request: AttentionRequest, signal: AbortSignal): Promise<Outcome<AttentionMaps | null>>;
  /** One token's figures, from the kernels and in float64. */
  token(request: TokenRequest, signal: AbortSignal): Promise<Outcome<TokenInspection | null>>;
}

/** One engine. No method throws for an expected failure; its own runs are those that a person waits for. */
export interface Engine extends EngineRuns {
  /** The same runs in the background: between their units of work they give way to those that a person waits for. */
  readonly background: EngineRuns;
  /** Facts about a model that is open here; null for any other model. A model belongs to one engine. */
  facts(model: ModelId): ModelFacts | null;
  addImage(id: ImageId, bytes: ArrayBuffer): Promise<Outcome<ImageFacts>>;
  /** Forgets an image's pixels. */
  removeImage(id: ImageId): void;
  /** What a model is given for an image. */
  picture(request: PictureRequest): Promise<Outcome<ModelPicture>>;
  /** The weights that a gate gives a group of scored answers. */
  computeWeights(request: WeightsRequest): Promise<Outcome<GateResult>>;
  /** Divergences of rows of few bins, such as the listed tokens of two sides: by the kernels where there is a device. */
  measureBins(request: BinsRequest): Promise<Outcome<MeasuredBins>>;
  /** Releases everything; open runs end with a fault. */
  close(): void;
}
