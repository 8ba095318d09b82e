/** A random trio in the hub's layout: no manifest, graphs that carry their weights, one set per precision. */
import type { ModelConfig } from "../../src/graph/config.ts";
import { decoderModelMerged, embedTokens } from "../../src/graph/decoder.ts";
import { readPlaces, writeSafetensors } from "../../src/graph/safetensors.ts";
import { visionEncoder } from "../../src/graph/vision-graph.ts";
import { randomWeights } from "../model/random-weights.ts";
import { chatTemplate, specialTokens, tokenizerConfigJson, tokenizerJson } from "../model/tokenizer-files.ts";

/** For two rows of two tiles: its longest edge is two tiles. */
const tilePieces = ["<row_1_col_1>", "<row_1_col_2>", "<row_2_col_1>", "<row_2_col_2>"];

const text = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** What the hub's small files say of a model of this shape. */
function smallFiles(config: ModelConfig): readonly (readonly [string, Uint8Array<ArrayBuffer>])[] {
  const added = Object.fromEntries(specialTokens.map((content, id) => [id, { content, special: true }]));
  return [
    [
      "config.json",
      text({
        model_type: "idefics3",
        image_token_id: specialTokens.indexOf("<image>"),
        scale_factor: config.scale_factor ?? 1,
        text_config: {
          num_hidden_layers: config.num_layers,
          num_key_value_heads: config.num_kv_heads,
          head_dim: config.head_dim,
          vocab_size: config.vocab_size,
        },
        vision_config: { image_size: config.image_size, patch_size: 16 },
      }),
    ],
    [
      "preprocessor_config.json",
      text({
        do_image_splitting: true,
        image_mean: [0.5, 0.5, 0.5],
        image_std: [0.5, 0.5, 0.5],
        max_image_size: { longest_edge: config.image_size },
        resample: 1,
        size: { longest_edge: 2 * config.image_size },
      }),
    ],
    ["tokenizer.json", text(tokenizerJson(config.vocab_size, tilePieces))],
    ["tokenizer_config.json", text({ ...JSON.parse(tokenizerConfigJson()), added_tokens_decoder: added })],
    ["chat_template.json", text({ chat_template: chatTemplate })],
  ];
}

/** The graphs of one set of random weights, which they carry themselves. */
function graphs(config: ModelConfig, seed: number) {
  const weights = writeSafetensors(randomWeights(config, seed));
  const places = new Map(
    [...readPlaces(weights)].map(([name, place]) => {
      const bytes = weights.slice(place.offset, place.offset + place.length);
      return [name, { ...place, bytes }] as const;
    }),
  );
  return {
    vision_encoder: visionEncoder(config, places),
    embed_tokens: embedTokens(config, places),
    decoder_model_merged: decoderModelMerged(config, places),
  };
}

/** The folder by path. `suffixes` are those of the published precisions: "" for float32, "_q4" and so on. */
export function hubFolder(
  config: ModelConfig,
  suffixes: readonly string[],
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const files = new Map(smallFiles(config));
  for (const [seed, suffix] of suffixes.entries()) {
    for (const [name, bytes] of Object.entries(graphs(config, seed + 1)))
      files.set(`onnx/${name}${suffix}.onnx`, bytes);
  }
  return files;
}
