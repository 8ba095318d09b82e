/** What any engine offers, wherever its models run: what they can be asked, and what of it an engine or a model lacks. */
import type { ImageId, ModelId, Nats, Size, TokenId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import type { Weights } from "../base/weights.ts";
import type { LikelihoodRequest } from "../evidence/likelihood.ts";
import type { LogitsFiles, LogitsRequest } from "../evidence/logits-file.ts";
import type { AttentionMaps, AttentionRequest } from "../evidence/maps/attention.ts";
import type { Replay, ReplayRequest } from "../evidence/replay.ts";
import type { Rollout, RolloutRequest } from "../evidence/rollout.ts";
import type { Scored, ScoreRequest } from "../evidence/score.ts";
import type { TokenInspection, TokenRequest } from "../evidence/token-inspection.ts";
import type { Showing, ShownImage } from "../evidence/views/showing.ts";
import type { GateResult, WeightsRequest } from "../gate/group.ts";
import type { Tiling } from "../model/adapter.ts";

/** What a model can be asked where it runs. What it lacks is a fault of kind "unsupported", or a column that is missing. */
export interface Capabilities {
  /** What is known of each position: a row of logits, or the most likely tokens, at most so many, and the mass that is left. */
  readonly logits: { readonly kind: "rows" } | { readonly kind: "topK"; readonly most: number };
  /** Whether the entropy over the whole vocabulary is known. */
  readonly entropy: boolean;
  /** Whether it can be asked what it attended to. */
  readonly attention: boolean;
  /** Whether the gradient of a divergence with respect to its logits can be had. */
  readonly gradients: boolean;
  /** Whether answers are drawn by a sampler and its seed, so that they can be drawn again; else only greedily. */
  readonly sampling: boolean;
  /** The most siblings that answer at once. */
  readonly largestGroup: number;
  /** False where the prompt is fixed: a question changes nothing then. */
  readonly text: boolean;
  /** How many pictures a showing may have; null for as many as there is room for. */
  readonly mostPictures: number | null;
  /** How pictures may be cut; null where they are not cut into tiles. */
  readonly tiling: Tiling | null;
}

/**
 * Whether the adapter read a bundled model's golden prompt as wasm does: it did, it need not (the model runs on wasm), or
 * the prompt's model could not be had, so that nobody knows.
 */
export type GoldenCheck =
  | { readonly kind: "passed" }
  | { readonly kind: "needless" }
  | { readonly kind: "skipped"; readonly why: string };

/** What is known of an open model. */
export interface ModelFacts {
  readonly id: ModelId;
  readonly title: string;
  readonly knows: string;
  readonly placeholder: boolean;
  readonly licence: string;
  readonly vocabularySize: number;
  readonly bytes: number;
  readonly weights: Weights;
  /** Models of the same tokenizer can read each other's answers. */
  readonly tokenizerSha256: string;
  /** The model's own words for a box in a question; null where it has none. */
  readonly boxWords: string | null;
  readonly gives: Capabilities;
  readonly golden: GoldenCheck;
}

/** An image as the engine holds it: its size after EXIF rotation, and what was noticed on the way in. */
export interface ImageFacts {
  readonly size: Size;
  readonly format: string;
  readonly animated: boolean;
  /** Sentences for the person: "animated: only the first frame is used", "rotated as its EXIF says" … */
  readonly notes: readonly string[];
}

/**
 * The exact pixels that the model is given for a view: RGBA, row by row. A picture that is cut into tiles comes as a
 * sheet: the tiles in their places, the whole picture last, transparent gaps between them.
 */
export interface ModelPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Size of the picture before the model's own preprocessing. */
  readonly viewSize: Size;
  /** Size of one tile, and how many the model reads, the whole picture included. */
  readonly tileSize: Size;
  readonly tiles: number;
  /** Null where only the encoder can say. */
  readonly imageTokens: number | null;
}

/** An image, the model that is shown it, and the longest edges of its showing. */
export interface PictureRequest {
  readonly model: ModelId;
  readonly image: ShownImage;
  readonly edges: Pick<Showing, "longestEdge" | "cropLongestEdge">;
}

export type Stage = "download" | "check" | "compile" | "encode" | "prefill" | "replay" | "measure";

/** What is told of a run while it runs. */
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
 * One engine. No method throws for an expected failure. A run is stopped by its signal and ends well, with what it had:
 * answers with their tokens so far, scores and comparisons with those that were whole, all else with null.
 */
export interface Engine {
  /** What is known of a model that is open here; null for any other. A model belongs to one engine. */
  facts(model: ModelId): ModelFacts | null;
  addImage(id: ImageId, bytes: ArrayBuffer): Promise<Outcome<ImageFacts>>;
  /** Forgets an image's pixels. */
  removeImage(id: ImageId): void;
  /** What a model is given for an image. */
  picture(request: PictureRequest): Promise<Outcome<ModelPicture>>;
  /** A group of siblings, in order. */
  rollout(
    request: RolloutRequest,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
  ): Promise<Outcome<readonly Rollout[]>>;
  /** Scores answers under one showing, teacher-forced: one score an answer, in order. */
  score(
    request: ScoreRequest,
    signal: AbortSignal,
    onEvent: OnEngineEvent,
  ): Promise<Outcome<readonly Scored[]>>;
  /**
   * Scores answers under every showing of a contrast and compares the sides, by whole rows where there are any: one replay
   * an answer, in order. A column that cannot be had is missing with its reason.
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
  /** What a model attended to of a picture. */
  attention(request: AttentionRequest, signal: AbortSignal): Promise<Outcome<AttentionMaps | null>>;
  /** A token read again, by the kernels and in float64. */
  token(request: TokenRequest, signal: AbortSignal): Promise<Outcome<TokenInspection | null>>;
  /** What a gate makes of a group of scored answers, by whatever computes the numbers. */
  computeWeights(request: WeightsRequest): Promise<Outcome<GateResult>>;
  /** Gives everything back; open runs end with a fault. */
  close(): void;
}
