/**
 * `embed_tokens.onnx` (ids to vectors) and `decoder_model_merged.onnx` (llama blocks with a key-value
 * cache). One decoder graph serves prefill, decoding and replay: `past` may be 0.
 */

import type { ModelConfig } from "./config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { createGraph } from "./graph-builder.ts";
import type { HeadSizes } from "./layers.ts";
import { gatedFeedForward, joinHeads, queriesKeysValues, rootMeanSquareNorm } from "./layers.ts";
import type { TensorPlace } from "./safetensors.ts";

type Places = ReadonlyMap<string, TensorPlace>;

/** Longest sequence the rotation tables cover; the same as SmolVLM's. */
export const maximumPositions = 8192;

/** Added to a score that must not be seen: finite, so that no infinity reaches a shader. */
export const hiddenScore = -1e9;

/** The bytes of `embed_tokens.onnx`: input_ids i64 [b,s] to inputs_embeds f32 [b,s,hidden]. */
export function embedTokens(config: ModelConfig, places: Places): Uint8Array<ArrayBuffer> {
  const graph = createGraph("embed_tokens", places);
  const ids = graph.input("input_ids", "int64", ["batch", "sequence"]);
  graph.apply("Gather", [graph.weight("embed.weight"), ids], { axis: 0 }, "inputs_embeds");
  graph.output("inputs_embeds", "float32", ["batch", "sequence", config.hidden_size]);
  return graph.encode();
}

/** cos and sin of the angles of some positions, [b,1,s,dimension]; the sine of the first half with its sign. */
export interface Rotation {
  readonly cosine: string;
  readonly signedSine: string;
}

/**
 * Rows of cos and of (−sin | sin), each [b,1,s,dimension], for the given positions. They are looked up in
 * tables (folded when the graph is loaded, on the CPU) because WGSL's cos and sin may be off by 2^-11.
 */
export function rotationRows(graph: GraphBuilder, positions: string, config: ModelConfig): Rotation {
  const half = config.head_dim / 2;
  const frequencies = Array.from({ length: half }, (_, i) => config.rope_theta ** (-i / half));
  const [start, limit, step] = [0, maximumPositions, 1].map((value) => graph.floats([value], []));
  const range = graph.apply("Range", [start ?? "", limit ?? "", step ?? ""]);
  const column = graph.apply("Reshape", [range, graph.integers([-1, 1])]);
  const angles = graph.apply("Mul", [column, graph.floats(frequencies, [1, half])]);
  const cosine = graph.apply("Cos", [angles]);
  const sine = graph.apply("Sin", [angles]);
  const rows = (halves: readonly string[]): string => {
    const table = graph.apply("Concat", halves, { axis: 1 });
    const picked = graph.apply("Gather", [table, positions], { axis: 0 });
    return graph.apply("Unsqueeze", [picked, graph.integers([1])]);
  };
  return { cosine: rows([cosine, cosine]), signedSine: rows([graph.apply("Neg", [sine]), sine]) };
}

/** x cos + rotate_half(x) sin for x [b,heads,s,dimension], as in Hugging Face's llama. */
function rotate(graph: GraphBuilder, x: string, rotation: Rotation, dimension: number): string {
  const [first = "", second = ""] = graph.split(x, [dimension / 2, dimension / 2], 3);
  const swapped = graph.apply("Concat", [second, first], { axis: 3 });
  const kept = graph.apply("Mul", [x, rotation.cosine]);
  return graph.apply("Add", [kept, graph.apply("Mul", [swapped, rotation.signedSine])]);
}

/**
 * What is added to the scores, [b,1,s,past+s]: key j is hidden from query i when j > past + i, or when
 * attention_mask says that j is padding.
 */
function scoreBias(graph: GraphBuilder, embeds: string, mask: string): string {
  const sizeOf = (value: string): string => {
    const size = graph.apply("Shape", [value], { start: 1, end: 2 });
    return graph.apply("Squeeze", [size, graph.integers([0])]);
  };
  const total = sizeOf(mask);
  const past = graph.apply("Sub", [total, sizeOf(embeds)]);
  const one = graph.integers([1], []);
  const keys = graph.apply("Range", [graph.integers([0], []), total, one]);
  const queries = graph.apply("Range", [past, total, one]);
  const column = graph.apply("Reshape", [queries, graph.integers([-1, 1])]);
  const later = graph.apply("Cast", [graph.apply("Greater", [keys, column])], { to: 1 });
  const seen = graph.apply("Cast", [mask], { to: 1 });
  const padding = graph.apply("Sub", [graph.floats([1], []), seen]);
  const perKey = graph.apply("Unsqueeze", [padding, graph.integers([1, 2])]);
  return graph.apply("Mul", [graph.apply("Add", [later, perKey]), graph.floats([hiddenScore], [])]);
}

export interface DecoderParts {
  readonly config: ModelConfig;
  readonly sizes: HeadSizes;
  readonly rotation: Rotation;
  /** Added to the scores of every head, [b,1,s,total]. */
  readonly bias: string;
  /** Makes what new keys or values [b,kv,s,dimension] are attended with, [b,kv,total,dimension]. */
  cached(fresh: string, which: string): string;
  /** Given the attention [b,heads,s,total] of each layer. */
  attention(layer: number): string | undefined;
}

export function headSizes(config: ModelConfig): HeadSizes {
  return { heads: config.num_heads, keyValueHeads: config.num_kv_heads, dimension: config.head_dim };
}

/**
 * New keys or values behind those of the cache; they leave the graph as `present…`. A float16 cache is widened for the
 * products, as everything is computed in float32.
 */
export function extendCache(graph: GraphBuilder, config: ModelConfig, fresh: string, which: string): string {
  const type = config.kv_cache_dtype ?? "float32";
  const dims = (length: string) => ["batch", config.num_kv_heads, length, config.head_dim];
  const past = graph.input(`past_key_values.${which}`, type, dims("past"));
  const stored = type === "float16" ? graph.apply("Cast", [fresh], { to: 10 }) : fresh;
  const present = graph.apply("Concat", [past, stored], { axis: 2 }, `present.${which}`);
  graph.output(present, type, dims("total"));
  return type === "float16" ? graph.apply("Cast", [present], { to: 1 }) : present;
}

/**
 * Grouped-query attention without repeating keys: the queries that share a key head are laid under each
 * other, [b,kv,group·s,dimension], which is a mere reshape because head h uses key head ⌊h/group⌋.
 */
function groupedAttention(graph: GraphBuilder, normed: string, layer: number, parts: DecoderParts): string {
  const { heads, keyValueHeads, dimension } = parts.sizes;
  const prefix = `decoder.blocks.${layer}`;
  const all = queriesKeysValues(graph, normed, prefix, parts.sizes);
  const [turning = "", values = ""] = graph.split(all, [heads + keyValueHeads, keyValueHeads], 1);
  const turned = rotate(graph, turning, parts.rotation, dimension);
  const [queries = "", keys = ""] = graph.split(turned, [heads, keyValueHeads], 1);
  const allKeys = parts.cached(keys, `${layer}.key`);
  const allValues = parts.cached(values, `${layer}.value`);
  const grouped = graph.apply("Reshape", [queries, graph.integers([0, keyValueHeads, -1, dimension])]);
  const across = graph.apply("Transpose", [allKeys], { perm: [0, 1, 3, 2] });
  const perHead = graph.integers([0, heads, -1, 0]);
  const scores = graph.apply("Reshape", [graph.apply("MatMul", [grouped, across]), perHead]);
  const biased = graph.apply("Add", [scores, parts.bias]);
  const attention = graph.apply("Softmax", [biased], { axis: -1 }, parts.attention(layer));
  const regrouped = graph.apply("Reshape", [attention, graph.integers([0, keyValueHeads, -1, 0])]);
  const mixed = graph.apply("MatMul", [regrouped, allValues]);
  const separate = graph.apply("Reshape", [mixed, graph.integers([0, heads, -1, dimension])]);
  return joinHeads(graph, separate, prefix, parts.sizes);
}

/** A pre-norm llama block of x [b,s,width]. */
export function decoderBlock(graph: GraphBuilder, x: string, layer: number, parts: DecoderParts): string {
  const prefix = `decoder.blocks.${layer}`;
  const epsilon = parts.config.rms_eps;
  const normed = rootMeanSquareNorm(graph, x, `${prefix}.norm1.weight`, epsilon);
  const attended = graph.apply("Add", [x, groupedAttention(graph, normed, layer, parts)]);
  const again = rootMeanSquareNorm(graph, attended, `${prefix}.norm2.weight`, epsilon);
  return graph.apply("Add", [attended, gatedFeedForward(graph, again, prefix, parts.config.ffn)]);
}

/** The bytes of `decoder_model_merged.onnx`; the head is the transposed embedding. */
export function decoderModelMerged(config: ModelConfig, places: Places): Uint8Array<ArrayBuffer> {
  const graph = createGraph("decoder_model_merged", places);
  const embeds = graph.input("inputs_embeds", "float32", ["batch", "sequence", config.hidden_size]);
  const mask = graph.input("attention_mask", "int64", ["batch", "total"]);
  const positions = graph.input("position_ids", "int64", ["batch", "sequence"]);
  graph.output("logits", "float32", ["batch", "sequence", config.vocab_size]);
  const parts: DecoderParts = {
    config,
    sizes: headSizes(config),
    rotation: rotationRows(graph, positions, config),
    bias: scoreBias(graph, embeds, mask),
    cached: (fresh, which) => extendCache(graph, config, fresh, which),
    attention(layer) {
      const name = `attentions.${layer}`;
      graph.output(name, "float32", ["batch", config.num_heads, "sequence", "total"]);
      return name;
    },
  };
  let x = embeds;
  for (let layer = 0; layer < config.num_layers; layer += 1) x = decoderBlock(graph, x, layer, parts);
  const normed = rootMeanSquareNorm(graph, x, "decoder.norm.weight", config.rms_eps);
  const head = graph.apply("Transpose", [graph.weight("embed.weight")], { perm: [1, 0] });
  graph.apply("MatMul", [normed, head], {}, "logits");
  return graph.encode();
}
