/**
 * `decoder_model.onnx` of a random pair: input_ids, encoder_hidden_states and, where the pair has them, the features'
 * mask and a cache, to logits f32 [b,s,vocabulary]. Names and behaviour are those of Optimum's exports: a merged
 * decoder takes the picture's keys and values from the past when use_cache_branch is on, and returns them empty then.
 */

import type { GraphBuilder } from "../../../src/graph/graph-builder.ts";
import { createGraph } from "../../../src/graph/graph-builder.ts";
import { gatedFeedForward, linear, rootMeanSquareNorm } from "../../../src/graph/layers.ts";
import type { TensorPlace } from "../../../src/graph/safetensors.ts";
import { headDimension, type PairConfig } from "../pair-config.ts";

const hiddenScore = -1e9;

/** The whole decoder; or, of two files, the one that begins and the one that goes on behind a past. */
export type DecoderFile = "whole" | "first" | "second";

interface Parts {
  readonly config: PairConfig;
  readonly file: DecoderFile;
  /** Null in a second file, which knows the picture from the past. */
  readonly features: string | null;
  /** Added to the scores over the features; null where nothing is hidden. */
  readonly crossBias: string | null;
  /** Positions of the new tokens, [s], and how many lie before them, a scalar. */
  readonly positions: string;
  /** Whether there is a past, int64 [1]; null without the switch. */
  readonly switch: string | null;
}

function sizeAlong(graph: GraphBuilder, value: string, axis: number): string {
  return graph.apply("Shape", [value], { start: axis, end: axis + 1 });
}

/** x [b,s,hidden] through a map and apart into heads, [b,heads,s,dimension]. */
function headsOf(graph: GraphBuilder, x: string, weight: string, config: PairConfig): string {
  const shape = graph.integers([0, 0, config.heads, headDimension(config)]);
  const apart = graph.apply("Reshape", [linear(graph, x, graph.weight(weight)), shape]);
  return graph.apply("Transpose", [apart], { perm: [0, 2, 1, 3] });
}

function attend(
  graph: GraphBuilder,
  [queries, keys, values]: readonly [string, string, string],
  bias: string | null,
  outWeight: string,
  config: PairConfig,
): string {
  const across = graph.apply("Transpose", [keys], { perm: [0, 1, 3, 2] });
  const scale = graph.floats([headDimension(config) ** -0.5], []);
  const scores = graph.apply("Mul", [graph.apply("MatMul", [queries, across]), scale]);
  const seen = bias === null ? scores : graph.apply("Add", [scores, bias]);
  const mixed = graph.apply("MatMul", [graph.apply("Softmax", [seen], { axis: -1 }), values]);
  const together = graph.apply("Transpose", [mixed], { perm: [0, 2, 1, 3] });
  const flat = graph.apply("Reshape", [together, graph.integers([0, 0, config.hidden])]);
  return linear(graph, flat, graph.weight(outWeight));
}

function cacheDims(config: PairConfig, length: string): readonly (number | string)[] {
  return ["batch", config.heads, length, headDimension(config)];
}

/** What a first file hands to the second one. */
function handedOn(graph: GraphBuilder, fresh: string, which: string, config: PairConfig): string {
  graph.apply("Identity", [fresh], {}, `present.${which}`);
  graph.output(`present.${which}`, "float32", cacheDims(config, "total"));
  return fresh;
}

/** The tokens' keys or values behind those of the past; without a cache, the new ones alone. */
function remembered(graph: GraphBuilder, fresh: string, which: string, { config, file }: Parts): string {
  if (config.cache === "none") return fresh;
  if (file === "first") return handedOn(graph, fresh, which, config);
  const past = graph.input(`past_key_values.${which}`, "float32", cacheDims(config, "past"));
  const all = graph.apply("Concat", [past, fresh], { axis: 2 }, `present.${which}`);
  graph.output(all, "float32", cacheDims(config, "total"));
  return all;
}

function firstAlong(graph: GraphBuilder, value: string, length: string): string {
  return graph.apply("Slice", [value, graph.integers([0]), length, graph.integers([2])]);
}

/** The picture's keys or values: of the past where it has them, else the new ones. */
function rememberedPicture(graph: GraphBuilder, weight: string, which: string, parts: Parts): string {
  const { config, features } = parts;
  const past = (): string =>
    graph.input(`past_key_values.${which}`, "float32", cacheDims(config, "past_length"));
  if (features === null) return past();
  const fresh = headsOf(graph, features, weight, config);
  if (parts.file === "first") return handedOn(graph, fresh, which, config);
  return parts.switch === null
    ? fresh
    : switched(graph, fresh, past(), which, { ...parts, features, switch: parts.switch });
}

/** As a merged export has it: of the past with the switch on, and returned empty then. */
function switched(
  graph: GraphBuilder,
  fresh: string,
  past: string,
  which: string,
  parts: Parts & { readonly features: string; readonly switch: string },
): string {
  const length = sizeAlong(graph, parts.features, 1);
  const off = graph.apply("Sub", [graph.integers([1]), parts.switch]);
  // Nothing of the picture is computed anew when the switch is on: a past that was not handed on must be missed.
  const computed = graph.apply("Mul", [fresh, graph.apply("Cast", [off], { to: 1 })]);
  const returned = firstAlong(graph, computed, graph.apply("Mul", [length, off]));
  graph.apply("Identity", [returned], {}, `present.${which}`);
  graph.output(`present.${which}`, "float32", cacheDims(parts.config, "returned_length"));
  return firstAlong(graph, graph.apply("Concat", [past, computed], { axis: 2 }), length);
}

/** [s,total]: token i must not see token j > i. */
function causalBias(graph: GraphBuilder, positions: string, keys: string): string {
  const total = graph.apply("Squeeze", [sizeAlong(graph, keys, 2), graph.integers([0])]);
  const range = graph.apply("Range", [graph.integers([0], []), total, graph.integers([1], [])]);
  const column = graph.apply("Reshape", [positions, graph.integers([-1, 1])]);
  const later = graph.apply("Cast", [graph.apply("Greater", [range, column])], { to: 1 });
  return graph.apply("Mul", [later, graph.floats([hiddenScore], [])]);
}

function block(graph: GraphBuilder, x: string, layer: number, parts: Parts): string {
  const { config } = parts;
  const prefix = `decoder.blocks.${layer}`;
  const own = rootMeanSquareNorm(graph, x, `${prefix}.self.norm.weight`, 1e-5);
  const [selfName, crossName] = config.cache === "tokens" ? ["", ""] : ["decoder.", "encoder."];
  const part = (of: string, name: string): string => headsOf(graph, of, `${prefix}.${name}.weight`, config);
  const keys = remembered(graph, part(own, "self.k"), `${layer}.${selfName}key`, parts);
  const values = remembered(graph, part(own, "self.v"), `${layer}.${selfName}value`, parts);
  const causal = causalBias(graph, parts.positions, keys);
  const read = attend(graph, [part(own, "self.q"), keys, values], causal, `${prefix}.self.o.weight`, config);
  const said = graph.apply("Add", [x, read]);
  const asking = rootMeanSquareNorm(graph, said, `${prefix}.cross.norm.weight`, 1e-5);
  const picture = (name: string, which: string): string =>
    rememberedPicture(graph, `${prefix}.${name}.weight`, `${layer}.${crossName}${which}`, parts);
  const [seenKeys, seenValues] = [picture("cross.k", "key"), picture("cross.v", "value")];
  const triple = [part(asking, "cross.q"), seenKeys, seenValues] as const;
  const looked = graph.apply("Add", [
    said,
    attend(graph, triple, parts.crossBias, `${prefix}.cross.o.weight`, config),
  ]);
  const normed = rootMeanSquareNorm(graph, looked, `${prefix}.norm.weight`, 1e-5);
  return graph.apply("Add", [looked, gatedFeedForward(graph, normed, prefix, config.ffn)]);
}

/** The features as one sequence, however the file takes them. */
function featuresInput(graph: GraphBuilder, { grid, hidden }: PairConfig): string {
  if (grid !== "both") return graph.input("encoder_hidden_states", "float32", ["batch", "length", hidden]);
  const given = graph.input("encoder_hidden_states", "float32", ["batch", "rows", "columns", hidden]);
  return graph.apply("Reshape", [given, graph.integers([0, -1, hidden])]);
}

/** The features' mask as one sequence. */
function maskInput(graph: GraphBuilder, { grid }: PairConfig): string {
  const name = "encoder_attention_mask";
  if (grid !== "both") return graph.input(name, "bool", ["batch", "length"]);
  const given = graph.input(name, "bool", ["batch", "rows", "columns"]);
  return graph.apply("Reshape", [given, graph.integers([0, -1])]);
}

/** [1,1,length] broadcast over heads and tokens; a feature of padding is hidden. */
function featuresBias(graph: GraphBuilder, config: PairConfig): string {
  const mask = maskInput(graph, config);
  const hidden = graph.apply("Cast", [graph.apply("Not", [mask])], { to: 1 });
  const perKey = graph.apply("Unsqueeze", [hidden, graph.integers([1, 2])]);
  return graph.apply("Mul", [perKey, graph.floats([hiddenScore], [])]);
}

/** Positions of the new tokens: after the past, where there is one. */
function newPositions(graph: GraphBuilder, ids: string, config: PairConfig, file: DecoderFile): string {
  const scalar = (value: string): string => graph.apply("Squeeze", [value, graph.integers([0])]);
  const which = config.cache === "tokens" ? "0.key" : "0.decoder.key";
  // The input of that name is declared with layer 0.
  const alone = config.cache === "none" || file === "first";
  const past = alone ? graph.integers([0]) : sizeAlong(graph, `past_key_values.${which}`, 2);
  const total = graph.apply("Add", [past, sizeAlong(graph, ids, 1)]);
  return graph.apply("Range", [scalar(past), scalar(total), graph.integers([1], [])]);
}

/** The bytes of one of the decoder's files; the head is the transposed embedding. */
export function pairDecoder(
  config: PairConfig,
  places: ReadonlyMap<string, TensorPlace>,
  file: DecoderFile,
): Uint8Array<ArrayBuffer> {
  const graph = createGraph(file === "second" ? "decoder_with_past_model" : "decoder_model", places);
  const ids = graph.input("input_ids", "int64", ["batch", "sequence"]);
  const features = file === "second" ? null : featuresInput(graph, config);
  graph.output("logits", "float32", ["batch", "sequence", config.vocabulary]);
  const crossBias = config.maskPicture === null ? null : featuresBias(graph, config);
  const merged = config.cache === "merged";
  const isCached = merged ? graph.input("use_cache_branch", "bool", [1]) : null;
  const parts: Parts = {
    config,
    file,
    features,
    crossBias,
    positions: newPositions(graph, ids, config, file),
    switch: isCached === null ? null : graph.apply("Cast", [isCached], { to: 7 }),
  };
  const pieces = graph.apply("Gather", [graph.weight("embed.weight"), ids], { axis: 0 });
  const placed = graph.apply("Gather", [graph.weight("position.weight"), parts.positions], { axis: 0 });
  let x = graph.apply("Add", [pieces, placed]);
  for (let layer = 0; layer < config.layers; layer += 1) x = block(graph, x, layer, parts);
  const normed = rootMeanSquareNorm(graph, x, "decoder.norm.weight", 1e-5);
  const head = graph.apply("Transpose", [graph.weight("embed.weight")], { perm: [1, 0] });
  graph.apply("MatMul", [normed, head], {}, "logits");
  return graph.encode();
}
