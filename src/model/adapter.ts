/**
 * The interface of model families. A family never imports the engine: it receives a `Runtime`, so that tests in Node can
 * use a fake one.
 */
import type { Size, TokenId } from "../base/ids.ts";
import { type Outcome, success } from "../base/outcome.ts";
import type { Pixels } from "../view/pixels.ts";
import type { CommonManifest } from "./manifest/manifest-parts.ts";
import type { TextStream } from "./text-stream.ts";

/** A tensor in ordinary memory. Booleans are bytes of 0 and 1; a Uint16Array holds the bits of float16 numbers. */
export interface HostTensor {
  readonly place: "host";
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | BigInt64Array | Uint8Array;
}

/**
 * A tensor in a GPU buffer, which may be larger than the tensor; the caller that requested it releases it. Its number type
 * is that of the graph's output.
 */
export interface DeviceTensor extends Disposable {
  readonly place: "device";
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;
}

export type Tensor = HostTensor | DeviceTensor;

/** Releases a tensor's GPU memory, if it has any. */
export function release(tensor: Tensor): void {
  if (tensor.place === "device") tensor[Symbol.dispose]();
}

/** An input or output as the ONNX file declares it; a dimension that is known only at run time has a name. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

/** One ONNX graph ready to run. */
export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Whether it runs on the GPU. */
  readonly onDevice: boolean;
  /** Runs the graph and returns the named outputs; every other output is not fetched. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches: readonly string[],
  ): Promise<Outcome<Readonly<Record<string, Tensor>>>>;
  /** Releases the graph's memory; it cannot run again. */
  close(): Promise<void>;
}

/** `length` neighbouring elements of a tensor, from element `start` on. */
export interface Span {
  readonly tensor: Tensor;
  readonly start: number;
  readonly length: number;
}

/** What the engine provides to a family. */
export interface Runtime {
  /** `deviceOutputs` names the outputs that should stay on the GPU if the model runs there. */
  load(name: string, deviceOutputs: readonly string[], signal: AbortSignal): Promise<Outcome<Graph>>;
  /** A new tensor of these elements, in order. All have the same number type and place, and so does the result. */
  assemble(dims: readonly number[], spans: readonly Span[]): Tensor;
}

/** Float32 logits of `count` consecutive rows of `logits` [batch, positions, vocabulary], from row `first` on. */
export interface Rows extends Disposable {
  readonly first: number;
  readonly count: number;
  readonly logits: Tensor;
}

/** Ids for one element of the next batch, which continue element `from`. */
export interface Feed {
  readonly from: number;
  readonly ids: readonly TokenId[];
}

/**
 * A model's state after some tokens, for a batch of one or more elements, such as siblings. Immutable: `advance` returns the
 * next state and its rows.
 */
export interface Sequence extends Disposable {
  /** Tokens of each element. */
  readonly length: number;
  readonly batch: number;
  /** The memory of each element, in bytes. */
  readonly elementBytes: number;
  /** How many more tokens each element can be fed; Infinity if only memory limits them. */
  readonly room: number;
  /**
   * Feed i becomes element i of the next sequence; all feeds have the same number T of ids. Row i·T + t of the result is
   * the prediction after ids[t] of feed i.
   */
  advance(feeds: readonly Feed[]): Promise<Outcome<{ readonly rows: Rows; readonly next: Sequence }>>;
  /** The same rows without a next state, which saves its memory. */
  finish(feeds: readonly Feed[]): Promise<Outcome<Rows>>;
}

/** How an image is cut for the vision encoder: rows × columns of tiles, or 0 × 0 if it is not cut. */
export interface TileGrid {
  readonly rows: number;
  readonly columns: number;
}

/** The exact pixels that the vision encoder reads: the tiles in row order, then the whole-image tile. */
export interface ModelPixels extends TileGrid {
  readonly tiles: readonly Pixels[];
}

export type FloatTensor = HostTensor & { readonly data: Float32Array };

/** The features of one image from the vision encoder. */
export interface ImageFeatures {
  /** One row of the last dimension per image token, in the order of the tiles. */
  readonly values: FloatTensor;
  readonly grid: TileGrid;
  /** Which features come from the image and not from padding, if the encoder provides it. */
  readonly mask: HostTensor | null;
}

/** One part of the user's turn for a family: an encoded image, or a text. */
export type PromptPart =
  | { readonly kind: "picture"; readonly features: ImageFeatures }
  | { readonly kind: "text"; readonly text: string };

/** The position in a prompt of the tokens of a whole image, and their grid, row by row. */
export interface PicturePlace {
  readonly firstKey: number;
  readonly rows: number;
  readonly columns: number;
}

/** The attention of the last position of a prompt, which emits the first answer token, and of those that emit further ones. */
export interface PromptAttention extends Disposable {
  readonly heads: number;
  /** How many positions: 1 for the prompt alone. */
  readonly queries: number;
  /** Positions that can be attended to: those of the prompt, and of the answer that was fed. */
  readonly keys: number;
  /** For each layer from the first: float32 [1, heads, queries, keys], after the softmax. */
  readonly layers: readonly Tensor[];
  /** For each image of the prompt, in order. */
  readonly pictures: readonly PicturePlace[];
}

/** A prompt after everything but its last token, which is `pending`: feeding it predicts the first answer token. */
export interface Prefix extends Disposable {
  readonly sequence: Sequence;
  readonly pending: TokenId;
  /** Query t emits token t of the answer; without one, the first token of any. Null if the model provides no attention. */
  readonly attend: ((answer: readonly TokenId[]) => Promise<Outcome<PromptAttention>>) | null;
}

export interface Tiling {
  /** The longest edge to which an image is resized before it is cut, in pixels. */
  readonly longestEdge: number;
  /** Possible longest edges, in whole tiles for which the model has tokens; larger ones are slower. */
  readonly choices: readonly number[];
}

export interface OpenModel {
  readonly manifest: CommonManifest;
  readonly vocabularySize: number;
  readonly stopTokens: readonly TokenId[];
  /** False if the prompt is fixed: the text of a showing is then ignored. */
  readonly readsText: boolean;
  /** Whether its graphs provide attention. */
  readonly givesAttention: boolean;
  /** How many images a prompt may have; null if only memory limits them. */
  readonly mostPictures: number | null;
  /** How images are cut into tiles; null if they are not. */
  readonly tiling: Tiling | null;
  /** The same model with another longest edge. Faults: badInput, if it does not cut images or does not support that edge. */
  withLongestEdge(longestEdge: number): Outcome<OpenModel>;
  /** An image size that is cheap to process, for a warm-up run; to be read as crops of that size are. */
  readonly lightSize: Size;
  /** What each id adds to the text. */
  texts(ids: readonly TokenId[]): readonly string[];
  /** The same, id by id as they come. */
  textStream(): TextStream;
  /** The token ids that the model would have to generate for this answer, including its stop token. */
  answerIds(answer: string): Outcome<readonly TokenId[]>;
  /** The longest edge at which an evidence crop of that size is read; undefined where it is read as a full image is. */
  cropEdge(size: Size): number | undefined;
  /** The picture resized as the model does it before it cuts tiles: all that it keeps of it. Faults: badInput. */
  resized(picture: Pixels): Outcome<Pixels>;
  /** The exact pixels that the vision encoder reads for an image, or why it does not accept that size. */
  modelPixels(picture: Pixels): Outcome<ModelPixels>;
  /** The number of tokens or features of an image of that size; null if only the encoder determines it. */
  imageTokens(picture: Pixels): number | null;
  encode(picture: Pixels): Promise<Outcome<ImageFeatures>>;
  /** The prefix of a prompt whose user turn has these parts, in order. */
  prefill(parts: readonly PromptPart[]): Promise<Outcome<Prefix>>;
  /** Releases the model's memory; prefixes and sequences must be released first. */
  close(): Promise<void>;
}

/** The model as it reads evidence crops of that size. Faults: those of `withLongestEdge`. */
export function cropReader(model: OpenModel, size: Size): Outcome<OpenModel> {
  const edge = model.cropEdge(size);
  return edge === undefined ? success(model) : model.withLongestEdge(edge);
}

/** The small files of a model's folder (tokenizer, vocabulary) by path; null for a file that the folder lacks. */
export interface ModelFiles {
  read(path: string): Uint8Array | null;
}
