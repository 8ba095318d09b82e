/** A model that can be trained in the tab: its parameters as float32 numbers, and everything that reads pictures and texts. */

import * as v from "valibot";
import type { ModelId, TokenId } from "../../base/ids.ts";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import type { Weights } from "../../base/weights.ts";
import { checkConfig, type ModelConfig, parameterShapes } from "../../graph/config.ts";
import { readSafetensors, type StoredTensor } from "../../graph/safetensors.ts";
import {
  cropReader,
  type ImageFeatures,
  type OpenModel,
  type PromptPart,
  type Runtime,
} from "../../model/adapter.ts";
import type { Idefics3Manifest } from "../../model/families/idefics3/manifest.ts";
import { pixelValues } from "../../model/families/idefics3/pixels.ts";
import { answerIds, promptIds } from "../../model/families/idefics3/prompt.ts";
import { findTokens } from "../../model/families/idefics3/tokens.ts";
import { readJson } from "../../model/files.ts";
import { float16Value } from "../../model/float16.ts";
import { familyOf, type Manifest } from "../../model/manifest/manifest.ts";
import { createTokenizer } from "../../model/tokenizer.ts";
import { storedWeights } from "../../model/weights.ts";
import { bytesOf, type FileSet, smallFiles } from "../../store/file-set.ts";
import type { Pixels } from "../../view/pixels.ts";
import type { EncoderPixels } from "../packed/encoder.ts";
import { type Prompt, promptOf } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";

/** What a model's files say of it before anything is opened that runs. */
export interface StoredModel {
  readonly id: ModelId;
  readonly weights: Weights;
  readonly title: string;
  readonly tokenizerSha256: string;
  /** Equal for models that make the same features of an image: the hashes of the encoder's files, and how it reads images. */
  readonly encoder: string;
  /** Equal for models with one tokenizer that make the same prompt of a turn: the template, and the tokens that it has. */
  readonly wording: string;
  /** Its wording for a box in a question; null if it has none. */
  readonly boxWords: string | null;
  readonly config: ModelConfig;
  /** As they are in the model's files. */
  readonly parameters: Parameters;
}

export interface TrainableModel extends StoredModel {
  readonly imageToken: TokenId;
  readonly stopToken: TokenId;
  /** The features of a full image, or of a crop, which may be read at another longest edge. */
  encode(picture: Pixels, kind: "full" | "crop"): Promise<Outcome<ImageFeatures>>;
  /** What the encoder reads of them. */
  pixels(picture: Pixels, kind: "full" | "crop"): Outcome<EncoderPixels>;
  /** All that the model keeps of a full image. */
  resized: OpenModel["resized"];
  /** The prompt whose user turn has these parts. */
  prompt(parts: readonly PromptPart[]): Outcome<Prompt>;
  /** The ids of an answer, the stop token last. */
  answerIds(answer: string): Outcome<readonly TokenId[]>;
  /** The text of an answer, without its stop token. */
  text(ids: readonly TokenId[]): string;
  /** One token as it is written, white space and control tokens included. */
  tokenText(id: TokenId): string;
  close(): Promise<void>;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const configSchema = v.object({
  model_type: v.literal("fovea"),
  image_size: count,
  vision_channels: v.tuple([count, count, count, count]),
  vision_layers: count,
  vision_heads: count,
  vision_ffn: count,
  image_tokens: count,
  scale_factor: v.exactOptional(count),
  joined_tiles: v.exactOptional(v.boolean()),
  hidden_size: count,
  num_layers: count,
  num_heads: count,
  num_kv_heads: count,
  head_dim: count,
  ffn: count,
  vocab_size: count,
  rope_theta: v.number(),
  rms_eps: v.number(),
});

/** What only the bundled models' own layout has: a config.json from which their graphs follow, and safetensors files. */
const HINT = "Choose a bundled model, or one that training/ made.";

async function readConfig(files: FileSet): Promise<Outcome<ModelConfig>> {
  try {
    const text = new TextDecoder().decode(await bytesOf(files, "config.json"));
    const parsed = v.safeParse(configSchema, JSON.parse(text === "" ? "null" : text));
    if (!parsed.success)
      return failure("unsupported", "This model's graphs cannot be built from its config.json.", HINT);
    return success(checkConfig(parsed.output));
  } catch (thrown) {
    return { ok: false, fault: faultFrom("corrupt", thrown, HINT) };
  }
}

/** The numbers of a stored tensor as float32. */
export function floatsOf({ type, bytes }: StoredTensor): Float32Array {
  const copy = bytes.slice().buffer;
  if (type === "F32") return new Float32Array(copy);
  return Float32Array.from(new Uint16Array(copy), float16Value);
}

async function readParameters(config: ModelConfig, files: FileSet): Promise<Outcome<Parameters>> {
  try {
    const stored = new Map<string, StoredTensor>();
    for (const path of files.keys()) {
      if (!path.endsWith(".safetensors")) continue;
      for (const [name, tensor] of readSafetensors(await bytesOf(files, path))) stored.set(name, tensor);
    }
    const parameters = new Map<string, Float32Array>();
    for (const [name, shape] of parameterShapes(config)) {
      const tensor = stored.get(name);
      if (tensor === undefined || String(tensor.shape) !== String(shape))
        return failure("corrupt", `The weights have no ${name} of shape ${shape.join(" × ")}.`, HINT);
      parameters.set(name, floatsOf(tensor));
    }
    return success(parameters);
  } catch (thrown) {
    return { ok: false, fault: faultFrom("corrupt", thrown, HINT) };
  }
}

function encoderOf({ files, graphs, vision }: Idefics3Manifest): string {
  const paths = [graphs.vision_encoder.path, ...graphs.vision_encoder.external];
  return JSON.stringify([paths.map((path) => files.find((file) => file.path === path)?.sha256), vision]);
}

/** Reads a model's verified files. Faults: unsupported (another layout), corrupt. */
export async function readStored(manifest: Idefics3Manifest, files: FileSet): Promise<Outcome<StoredModel>> {
  const config = await readConfig(files);
  if (!config.ok) return config;
  const parameters = await readParameters(config.value, files);
  if (!parameters.ok) return parameters;
  const { id, title, tokenizerSha256, chatTemplate, tokens, boxWords = null } = manifest;
  return success({
    id,
    weights: storedWeights(manifest),
    title,
    tokenizerSha256,
    encoder: encoderOf(manifest),
    wording: JSON.stringify([chatTemplate, tokens]),
    boxWords,
    config: config.value,
    parameters: parameters.value,
  });
}

/** Opens a model from its verified files. Faults: unsupported (another family or layout), and those of opening any model. */
export async function openTrainable(
  manifest: Manifest,
  files: FileSet,
  runtime: Runtime,
): Promise<Outcome<TrainableModel>> {
  if (manifest.family !== "idefics3")
    return failure("unsupported", `${manifest.title} cannot be trained in the tab.`, HINT);
  const stored = await readStored(manifest, files);
  if (!stored.ok) return stored;
  const small = await smallFiles(manifest, files);
  if (!small.ok) return small;
  const [json, options] = [
    readJson(small.value, "tokenizer.json"),
    readJson(small.value, "tokenizer_config.json"),
  ];
  if (!json.ok) return json;
  if (!options.ok) return options;
  const tokenizer = createTokenizer(json.value, options.value);
  if (!tokenizer.ok) return tokenizer;
  const tokens = findTokens(manifest, tokenizer.value);
  if (!tokens.ok) return tokens;
  const opened = await familyOf(manifest).open(manifest, small.value, runtime, new AbortController().signal);
  if (!opened.ok) return opened;
  const model = opened.value;
  const { stopToken } = tokens.value;
  const { vision } = manifest;
  const readerOf = (picture: Pixels, kind: "full" | "crop") =>
    kind === "crop" ? cropReader(model, picture) : success(model);
  return success({
    ...stored.value,
    ...tokens.value,
    async encode(picture, kind) {
      const reader = readerOf(picture, kind);
      return reader.ok ? reader.value.encode(picture) : reader;
    },
    pixels(picture, kind) {
      const reader = readerOf(picture, kind);
      if (!reader.ok) return reader;
      const read = reader.value.modelPixels(picture);
      if (!read.ok) return read;
      const { tiles, rows, columns } = read.value;
      const dims = [tiles.length, 3, vision.tile, vision.tile];
      const values = { place: "host", dims, data: pixelValues(tiles, vision) } as const;
      return success({ values, grid: { rows, columns } });
    },
    resized: model.resized,
    prompt(parts) {
      const turn = parts.map((part) =>
        part.kind === "picture" ? ({ kind: "picture", grid: part.features.grid } as const) : part,
      );
      const ids = promptIds(manifest, tokenizer.value, turn);
      const pictures = parts.flatMap((part) => (part.kind === "picture" ? [part.features] : []));
      return ids.ok ? success(promptOf(ids.value, tokens.value.imageToken, pictures)) : ids;
    },
    answerIds: (answer) => answerIds(manifest, tokenizer.value, stopToken, answer),
    text: (ids) => tokenizer.value.decode(ids.filter((id) => id !== stopToken)).trim(),
    tokenText: (id) => tokenizer.value.decode([id]),
    close: () => model.close(),
  });
}
