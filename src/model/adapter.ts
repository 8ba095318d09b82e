/**
 * The contract a model family fulfils. A family never imports the engine: it is handed a `Runtime`, so a fake one
 * tests it in Node.
 */
import type { Size, TokenId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
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
 * A tensor in a GPU buffer, which may be larger than the tensor; whoever asked for it releases it. Its number type is
 * that of the graph's port it came from.
 */
export interface DeviceTensor extends Disposable {
  readonly place: "device";
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;
}

export type Tensor = HostTensor | DeviceTensor;

/** Gives a tensor's memory back, where it has any of the GPU's. */
export function release(tensor: Tensor): void {
  if (tensor.place === "device") tensor[Symbol.dispose]();
}

/** An input or output as the ONNX file itself declares it; a dimension known only at run time has a name. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

/** One ONNX graph ready to run. */
export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Runs the graph and returns the named outputs; every other output is not fetched. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches: readonly string[],
  ): Promise<Outcome<Readonly<Record<string, Tensor>>>>;
  /** Gives the graph's memory back; it is not run again. */
  close(): Promise<void>;
}

/** `length` neighbouring elements of a tensor, from element `start` on. */
export interface Span {
  readonly tensor: Tensor;
  readonly start: number;
  readonly length: number;
}

/** What the engine lends a family. */
export interface Runtime {
  /** `deviceOutputs` names the outputs that should stay on the GPU if the model runs there. */
  load(name: string, deviceOutputs: readonly string[], signal: AbortSignal): Promise<Outcome<Graph>>;
  /** A new tensor of these elements, in order: of one number type, all in one place, which is where the result is. */
  assemble(dims: readonly number[], spans: readonly Span[]): Tensor;
}

/** Float32 logits of `count` consecutive rows of `logits` [batch, positions, vocabulary], from row `first` on. */
export interface Rows extends Disposable {
  readonly first: number;
  readonly count: number;
  readonly logits: Tensor;
}

/** Ids for one element: they continue element `from`. */
export interface Feed {
  readonly from: number;
  readonly ids: readonly TokenId[];
}

/**
 * A model's state after some tokens, in one element or in several side by side, as siblings need them. Immutable: `advance`
 * returns the next one beside its rows.
 */
export interface Sequence extends Disposable {
  /** Tokens of each element. */
  readonly length: number;
  readonly batch: number;
  /** What each element holds, in bytes. */
  readonly elementBytes: number;
  /** How many tokens more an element can be fed; Infinity where only memory limits them. */
  readonly room: number;
  /**
   * Feed i becomes element i of the next sequence; all feeds have the same number T of ids. Row i·T + t of the result is
   * the prediction after ids[t] of feed i.
   */
  advance(feeds: readonly Feed[]): Promise<Outcome<{ readonly rows: Rows; readonly next: Sequence }>>;
  /** The same rows where nothing will follow them: no next sequence is made, which spares its memory. */
  finish(feeds: readonly Feed[]): Promise<Outcome<Rows>>;
}

/** How a picture was cut before the vision encoder read it: rows × columns of tiles, or 0 × 0 where it was left whole. */
export interface TileGrid {
  readonly rows: number;
  readonly columns: number;
}

/** The exact pixels that the vision encoder reads: the tiles in row order, then the picture as a whole. */
export interface ModelPixels extends TileGrid {
  readonly tiles: readonly Pixels[];
}

export type FloatTensor = HostTensor & { readonly data: Float32Array };

/** What the vision encoder made of one picture. */
export interface ImageFeatures {
  /** One row of the last dimension per image token, in the order of the tiles. */
  readonly values: FloatTensor;
  readonly grid: TileGrid;
  /** Which features stem from the picture and not from padding, where the encoder says so. */
  readonly mask: HostTensor | null;
}

/** One part of the user's turn as a family reads it: a picture that was encoded, or a text. */
export type PromptPart =
  | { readonly kind: "picture"; readonly features: ImageFeatures }
  | { readonly kind: "text"; readonly text: string };

/** Where the tokens that show a picture as a whole stand in a prompt, and the grid that they make, row by row. */
export interface PicturePlace {
  readonly firstKey: number;
  readonly rows: number;
  readonly columns: number;
}

/** What the last position of a prompt, which emits the first answer token, attended to. */
export interface PromptAttention extends Disposable {
  readonly heads: number;
  /** Positions of the whole prompt. */
  readonly keys: number;
  /** Of each layer from the first: float32 [1, heads, 1, keys], after the softmax. */
  readonly layers: readonly Tensor[];
  /** Of each picture of the prompt, in order. */
  readonly pictures: readonly PicturePlace[];
}

/** A prompt after everything but its last token, which is `pending`: feeding it predicts the first answer token. */
export interface Prefix extends Disposable {
  readonly sequence: Sequence;
  readonly pending: TokenId;
  /** Null where the model gives no attention. */
  readonly attend: (() => Promise<Outcome<PromptAttention>>) | null;
}

export interface Tiling {
  /** What the longest edge of a picture is brought to before it is cut, in pixels. */
  readonly longestEdge: number;
  /** Longest edges of whole tiles that the model has tokens for; the more, the slower. */
  readonly choices: readonly number[];
}

export interface OpenModel {
  readonly manifest: CommonManifest;
  readonly vocabularySize: number;
  readonly stopTokens: readonly TokenId[];
  /** False where the prompt is fixed: the text of a showing is then ignored, and a screen need not ask for it. */
  readonly readsText: boolean;
  /** Whether its graphs give attention, so that its prefixes can be asked what they attended to. */
  readonly givesAttention: boolean;
  /** How many pictures a prompt may have; null for as many as there is room for. */
  readonly mostPictures: number | null;
  /** How pictures may be cut; null where they are not cut into tiles. */
  readonly tiling: Tiling | null;
  /** The same model for pictures of another longest edge. Faults: badInput, where it does not cut them, or not like that. */
  withLongestEdge(longestEdge: number): Outcome<OpenModel>;
  /** A size of picture that the model reads with little work, for a first run that warms everything up. */
  readonly lightSize: Size;
  /** What each id adds to the text. */
  texts(ids: readonly TokenId[]): readonly string[];
  /** The same, id by id as they come. */
  textStream(): TextStream;
  /** What the model would have to say to give this answer, its stop token included. */
  answerIds(answer: string): Outcome<readonly TokenId[]>;
  /** The longest edge at which an evidence crop of that size is read; undefined where it is read as a full image is. */
  cropEdge(size: Size): number | undefined;
  /** The picture resized as the model does it before it cuts tiles: all that it keeps of it. Faults: badInput. */
  resized(picture: Pixels): Outcome<Pixels>;
  /** The exact pixels that the vision encoder reads for a picture, or why it cannot be given one of that size. */
  modelPixels(picture: Pixels): Outcome<ModelPixels>;
  /** How many tokens or features a picture of that size costs; null where only the encoder can say. */
  imageTokens(picture: Pixels): number | null;
  encode(picture: Pixels): Promise<Outcome<ImageFeatures>>;
  /** The prefix of a prompt whose user turn has these parts, in order. */
  prefill(parts: readonly PromptPart[]): Promise<Outcome<Prefix>>;
  /** Gives the model's memory back; prefixes and sequences must be released before. */
  close(): Promise<void>;
}

/** The small files of a model's folder (tokenizer, vocabulary) by path; null for one that the folder lacks. */
export interface ModelFiles {
  read(path: string): Uint8Array | null;
}
