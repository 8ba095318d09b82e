/** Seeded random encoder–decoder pairs: graphs, weights, vocabulary and a manifest in the family's words. */

import { weightsFile } from "../../src/graph/graph-builder.ts";
import { readPlaces, writeSafetensors } from "../../src/graph/safetensors.ts";
import type { EncoderVision } from "../../src/model/families/encoder-decoder/manifest.ts";
import { listFiles, type ModelFiles } from "./assemble.ts";
import { pairDecoder } from "./graph/pair-decoder.ts";
import { pairEncoder } from "./graph/pair-encoder.ts";
import { headDimension, type PairConfig, pairShapes } from "./pair-config.ts";
import { randomTensors } from "./random-weights.ts";

export interface PairRequest {
  readonly config: PairConfig;
  readonly seed: number;
  readonly vision: EncoderVision;
  /** The first is the decoder's start token, as a rule. */
  readonly promptIds?: readonly number[];
}

/** Every picture is brought to 32 × 24. */
export const plainVision: EncoderVision = {
  sides: { kind: "fixed", width: 32, height: 24, fit: "stretch" },
  resample: "bilinear",
  padding: { side: "end", value: 0 },
  channels: 3,
  inverted: false,
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};
/** Pictures up to 64 × 48, padded on both sides. */
export const paddedVision: EncoderVision = {
  ...plainVision,
  sides: { kind: "maximal", width: 64, height: 48, fit: "contain", multipleOf: 16 },
  padding: { side: "both", value: 200 },
};

const listName = "vocabulary.txt";

/** One piece a line: two marks, then made-up syllables. */
function pieces(count: number): readonly string[] {
  const syllable = (i: number): string => `${"bdfgklmn"[i % 8]}${"aeiou"[Math.floor(i / 8) % 5]}`;
  return ["<start>", "<end>", ...Array.from({ length: count - 2 }, (_, i) => syllable(i))];
}

function cacheOf(config: PairConfig) {
  const sizes = { layers: config.layers, heads: config.heads, headDimension: headDimension(config) };
  switch (config.cache) {
    case "none":
      return null;
    case "tokens":
      return { ...sizes, parts: ["key", "value"], crossParts: [], switch: null };
    case "merged":
      return sizes;
    case "twoFiles":
      return { ...sizes, switch: null };
    default:
      return config.cache satisfies never;
  }
}

function namesOf({ maskPicture }: PairConfig) {
  if (maskPicture === null) return { encoder: {}, decoder: {} };
  return {
    encoder: { pixelMask: { name: "pixel_mask", picture: maskPicture }, featuresMask: "features_mask" },
    decoder: { featuresMask: "encoder_attention_mask" },
  };
}

async function manifest(request: PairRequest, files: ModelFiles): Promise<string> {
  const { config, seed, vision, promptIds = [0] } = request;
  const listed = await listFiles(files);
  const graph = (name: string) => ({ path: `${name}.onnx`, external: [weightsFile] });
  const content = {
    schema: 1,
    id: `pair-${seed}`,
    title: `Random pair, seed ${seed}`,
    family: "encoder-decoder",
    licence: "Apache-2.0",
    source: "scripts/model/write-pair.ts",
    knows: "Nothing: its weights are random, so its answers mean nothing.",
    placeholder: true,
    tokenizerSha256: listed.find((file) => file.path === listName)?.sha256,
    files: listed,
    vocabularySize: config.vocabulary,
    offers: ["logits"],
    graphs: {
      encoder: graph("encoder_model"),
      decoder: graph("decoder_model"),
      ...(config.cache === "twoFiles" ? { decoder_with_past: graph("decoder_with_past_model") } : {}),
    },
    vision,
    names: namesOf(config),
    cache: cacheOf(config),
    promptIds,
    endIds: [1],
    vocabulary: { kind: "list", path: listName },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A complete model folder in memory; the same request gives the same bytes. */
export async function writePair(request: PairRequest): Promise<ModelFiles> {
  const { config, seed } = request;
  const weights = writeSafetensors(randomTensors(pairShapes(config), seed));
  const places = readPlaces(weights);
  const text = (content: string) => new TextEncoder().encode(content);
  const files = new Map([
    ["encoder_model.onnx", pairEncoder(config, places)],
    ["decoder_model.onnx", pairDecoder(config, places, config.cache === "twoFiles" ? "first" : "whole")],
    [weightsFile, weights],
    [listName, text(`${pieces(config.vocabulary).join("\n")}\n`)],
  ]);
  if (config.cache === "twoFiles")
    files.set("decoder_with_past_model.onnx", pairDecoder(config, places, "second"));
  files.set("manifest.json", text(await manifest(request, files)));
  return files;
}
