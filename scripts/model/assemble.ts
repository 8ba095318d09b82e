/** From weights, config and tokenizer to the complete folder of a model, manifest included. */

import type { ModelConfig } from "../../src/graph/config.ts";
import { checkConfig, joinsTiles, parameterShapes } from "../../src/graph/config.ts";
import { decoderModelMerged, embedTokens } from "../../src/graph/decoder.ts";
import { decoderFile, weightsFile } from "../../src/graph/graph-builder.ts";
import type { StoredTensor, TensorPlace } from "../../src/graph/safetensors.ts";
import { readPlaces, writeSafetensors } from "../../src/graph/safetensors.ts";
import { visionEncoder } from "../../src/graph/vision-graph.ts";
import { chatTemplate } from "./tokenizer-files.ts";

/** What a manifest says beside what follows from the files. */
export interface ModelTitle {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  /** One sentence: what the model knows. */
  readonly knows: string;
  /** True for random weights that stand in until a trained model is there. */
  readonly placeholder?: boolean;
  /** The words for a box in a question, where the model was trained with some. */
  readonly boxWords?: string;
}

export interface ModelParts {
  readonly config: ModelConfig;
  readonly weights: ReadonlyMap<string, StoredTensor>;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
  /** Pictures are cut into tiles after their longest edge was brought to this; without, they are squeezed onto one. */
  readonly splitAt?: number;
  /** Whether the decoder's weights go to a file of their own, so that models that differ in nothing else can share the other one. */
  readonly decoderApart?: boolean;
  /** The folder beside this one of a model that has the same encoder, connector and embeddings, byte for byte. */
  readonly sharedWith?: string;
}

export type ModelFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Throws a sentence unless the weights are exactly those that the config implies. */
export function checkWeights(config: ModelConfig, weights: ReadonlyMap<string, StoredTensor>): void {
  const expected = parameterShapes(config);
  for (const [name, shape] of expected) {
    const found = weights.get(name)?.shape;
    if (String(found) !== String(shape)) throw new Error(`${name} should be [${shape}], is [${found}].`);
  }
  for (const name of weights.keys())
    if (!expected.has(name)) throw new Error(`${name} has no place in the model.`);
}

/** SHA-256 in hexadecimal; Web Crypto, so that tests in a browser can write models too. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function text(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}

/** Every file with its length and SHA-256, as a manifest lists them. */
export async function listFiles(
  files: ModelFiles,
): Promise<readonly { path: string; bytes: number; sha256: string }[]> {
  const listed: { path: string; bytes: number; sha256: string }[] = [];
  for (const [path, bytes] of files) listed.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
  return listed;
}

/** How training/ shows crops to a model that reads tiles: one tile, or a row of them where a crop is this much wider than high. */
const STRIP_ASPECT = 4;

function cropReading({ image_size: tile }: ModelConfig, splitAt: number) {
  return { longestEdge: tile, strip: { aspect: STRIP_ASPECT, longestEdge: splitAt } };
}

async function manifest(title: ModelTitle, parts: ModelParts, files: ModelFiles): Promise<string> {
  const { config, splitAt, sharedWith, decoderApart = false } = parts;
  const listed = (await listFiles(files)).map((file) =>
    file.path === weightsFile && sharedWith !== undefined
      ? { ...file, at: `../${sharedWith}/${weightsFile}` }
      : file,
  );
  const graph = (name: string, ...more: readonly string[]) => ({
    path: `${name}.onnx`,
    external: [weightsFile, ...more],
  });
  const half = [0.5, 0.5, 0.5];
  const content = {
    schema: 1,
    id: title.id,
    title: title.title,
    family: "idefics3",
    licence: title.licence,
    source: title.source,
    knows: title.knows,
    ...(title.placeholder ? { placeholder: true } : {}),
    tokenizerSha256: listed.find((file) => file.path === "tokenizer.json")?.sha256,
    files: listed,
    graphs: {
      vision_encoder: graph("vision_encoder"),
      embed_tokens: graph("embed_tokens"),
      decoder_model_merged: graph("decoder_model_merged", ...(decoderApart ? [decoderFile] : [])),
    },
    tokens: {
      image: "<image>",
      fake: "<fake_token_around_image>",
      global: "<global-img>",
      bos: "<|im_start|>",
      eos: "<end_of_utterance>",
      tile: "<row_{row}_col_{column}>",
    },
    vision: {
      tile: config.image_size,
      longestEdge: splitAt ?? 2 * config.image_size,
      splitting: splitAt !== undefined,
      ...(splitAt === undefined ? {} : { crop: cropReading(config, splitAt) }),
      tokensPerTile: config.image_tokens,
      ...(joinsTiles(config) ? { joinedTiles: true } : {}),
      mean: half,
      std: half,
      resample: "lanczos",
    },
    chatTemplate,
    vocabularySize: config.vocab_size,
    ...(title.boxWords !== undefined ? { boxWords: title.boxWords } : {}),
    layers: config.num_layers,
    keyValueHeads: config.num_kv_heads,
    headDimension: config.head_dim,
    offers: ["logits", "attention"],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function weightFiles({ weights, decoderApart = false }: ModelParts): ModelFiles {
  if (!decoderApart) return new Map([[weightsFile, writeSafetensors(weights)]]);
  const [decoder, rest] = [true, false].map(
    (own) => new Map([...weights].filter(([name]) => name.startsWith("decoder.") === own)),
  );
  return new Map([
    [weightsFile, writeSafetensors(rest ?? new Map())],
    [decoderFile, writeSafetensors(decoder ?? new Map())],
  ]);
}

function placesIn(files: ModelFiles): ReadonlyMap<string, TensorPlace> {
  const all = [...files].flatMap(([file, bytes]) =>
    [...readPlaces(bytes)].map(([name, place]) => [name, { ...place, file }] as const),
  );
  return new Map(all);
}

/** The files of a model's folder by name; `manifest.json` last. Equal parts give equal bytes. */
export async function assembleModel(title: ModelTitle, parts: ModelParts): Promise<ModelFiles> {
  const config = checkConfig(parts.config);
  checkWeights(config, parts.weights);
  const stored = weightFiles(parts);
  const places = placesIn(stored);
  const files = new Map([
    ["vision_encoder.onnx", visionEncoder(config, places)],
    ["embed_tokens.onnx", embedTokens(config, places)],
    ["decoder_model_merged.onnx", decoderModelMerged(config, places)],
    ...stored,
    ["tokenizer.json", text(parts.tokenizer)],
    ["tokenizer_config.json", text(parts.tokenizerConfig)],
    ["config.json", text(`${JSON.stringify(config, null, 2)}\n`)],
  ]);
  files.set("manifest.json", text(await manifest(title, parts, files)));
  return files;
}
