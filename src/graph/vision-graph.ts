/**
 * `vision_encoder.onnx`: pixel_values f32 [b,n,3,S,S] and pixel_attention_mask bool [b,n,S,S] to
 * image_features f32 [b·n, tokens, hidden]. A convolutional stem (stride 16) and a few bidirectional blocks.
 *
 * Where the config joins tiles, tile_grid int64 [2] says how many rows and columns of tiles come first in
 * pixel_values: the stem's convolutions run over the picture that these make together, so that no border cuts what
 * lies across two tiles, and over each further tile (the whole picture, squeezed) alone. Attention stays inside tiles.
 */

import { joinsTiles, type ModelConfig, parameterShapes, patchesAcross, scaleFactor } from "./config.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { createFedGraph, createGraph } from "./graph-builder.ts";
import { gatedFeedForward, joinHeads, linear, queriesKeysValues, rootMeanSquareNorm } from "./layers.ts";
import type { OnnxGraph } from "./onnx.ts";
import type { TensorPlace } from "./safetensors.ts";

function convolution(graph: GraphBuilder, x: string, name: string, stride: number, side: number): string {
  const pad = (side - 1) / 2;
  const inputs = [x, graph.weight(`vision.${name}.weight`), graph.weight(`vision.${name}.bias`)];
  return graph.apply("Conv", inputs, {
    kernel_shape: [side, side],
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
  });
}

/** [N,3,S,S] to [N,C3,S/16,S/16]: conv0, then three times a halving convolution and a residual pair. */
function stem(graph: GraphBuilder, pixels: string): string {
  let x = graph.apply("Relu", [convolution(graph, pixels, "conv0", 2, 5)]);
  for (const stage of [1, 2, 3]) {
    x = graph.apply("Relu", [convolution(graph, x, `conv${stage}`, 2, 3)]);
    const inner = graph.apply("Relu", [convolution(graph, x, `res${stage}.a`, 1, 3)]);
    x = graph.apply("Relu", [graph.apply("Add", [convolution(graph, inner, `res${stage}.b`, 1, 3), x])]);
  }
  return x;
}

/** Pre-norm attention in which every patch sees every other, then the feed-forward. */
function visionBlock(graph: GraphBuilder, x: string, prefix: string, config: ModelConfig): string {
  const heads = config.vision_heads;
  const sizes = { heads, keyValueHeads: heads, dimension: config.vision_channels[3] / heads };
  const normed = rootMeanSquareNorm(graph, x, `${prefix}.norm1.weight`, config.rms_eps);
  const all = queriesKeysValues(graph, normed, prefix, sizes);
  const [queries = "", keys = "", values = ""] = graph.split(all, [heads, heads, heads], 1);
  const scores = graph.apply("MatMul", [queries, graph.apply("Transpose", [keys], { perm: [0, 1, 3, 2] })]);
  const mixed = graph.apply("MatMul", [graph.apply("Softmax", [scores], { axis: -1 }), values]);
  const attended = graph.apply("Add", [x, joinHeads(graph, mixed, prefix, sizes)]);
  const again = rootMeanSquareNorm(graph, attended, `${prefix}.norm2.weight`, config.rms_eps);
  return graph.apply("Add", [attended, gatedFeedForward(graph, again, prefix, config.vision_ffn)]);
}

/**
 * Idefics3's pixel shuffle, [N, patches, width] to [N, tokens, width · factor²]: squares of factor × factor patches
 * become one token, their features side by side in row order (`pixel_shuffle` of `modeling_idefics3.py`).
 */
function pixelShuffle(graph: GraphBuilder, patches: string, config: ModelConfig): string {
  const factor = scaleFactor(config);
  if (factor === 1) return patches;
  const width = config.vision_channels[3];
  const across = patchesAcross(config) / factor;
  const apart = graph.integers([0, across, factor, across, factor * width]);
  const squares = graph.apply("Transpose", [graph.apply("Reshape", [patches, apart])], {
    perm: [0, 1, 3, 2, 4],
  });
  const together = graph.integers([0, across * across, factor * factor * width]);
  return graph.apply("Reshape", [squares, together]);
}

/** [N,3,S,S] to the patches of each, [N, patches, width]. */
function patchesOf(graph: GraphBuilder, tiles: string, config: ModelConfig): string {
  const features = stem(graph, tiles);
  const shape = graph.integers([0, config.vision_channels[3], patchesAcross(config) ** 2]);
  const rows = graph.apply("Reshape", [features, shape]);
  return graph.apply("Transpose", [rows], { perm: [0, 2, 1] });
}

/** The first rows × columns tiles laid out as the picture they make, [1,3,rows·S,columns·S]. */
function joinTiles(graph: GraphBuilder, tiles: string, grid: string, side: number): string {
  const apart = graph.apply("Concat", [grid, graph.integers([3, side, side])], { axis: 0 });
  const placed = graph.apply("Transpose", [graph.apply("Reshape", [tiles, apart])], {
    perm: [2, 0, 3, 1, 4],
  });
  const size = graph.apply("Mul", [grid, graph.integers([side, side])]);
  const together = graph.apply("Concat", [graph.integers([1, 3]), size], { axis: 0 });
  return graph.apply("Reshape", [placed, together]);
}

/** The stem's features of a joined picture, cut at the tiles again: [rows·columns, patches, width]. */
function cutTiles(graph: GraphBuilder, features: string, grid: string, config: ModelConfig): string {
  const [across, width] = [graph.integers([patchesAcross(config)]), config.vision_channels[3]];
  const [rows = "", columns = ""] = graph.split(grid, [1, 1], 0);
  const apart = graph.apply("Concat", [graph.integers([width]), rows, across, columns, across], { axis: 0 });
  const tiles = graph.apply("Transpose", [graph.apply("Reshape", [features, apart])], {
    perm: [1, 3, 2, 4, 0],
  });
  return graph.apply("Reshape", [tiles, graph.integers([-1, patchesAcross(config) ** 2, width])]);
}

/** Patches of all tiles, [N, patches, width], the convolutions of the first rows × columns having run across borders. */
function joinedPatches(graph: GraphBuilder, tiles: string, config: ModelConfig): string {
  const grid = graph.input("tile_grid", "int64", [2]);
  const count = graph.apply("ReduceProd", [grid], { keepdims: 1 });
  const [none, axis, end] = [graph.integers([0]), graph.integers([0]), graph.integers([2 ** 31 - 1])];
  const inside = graph.apply("Slice", [tiles, none, count, axis]);
  const further = graph.apply("Slice", [tiles, count, end, axis]);
  const joined = stem(graph, joinTiles(graph, inside, grid, config.image_size));
  const parts = [cutTiles(graph, joined, grid, config), patchesOf(graph, further, config)];
  return graph.apply("Concat", parts, { axis: 0 });
}

/** What all tiles [N,3,S,S] become: the output image_features. */
function features(graph: GraphBuilder, tiles: string, config: ModelConfig): void {
  const patches = joinsTiles(config) ? joinedPatches(graph, tiles, config) : patchesOf(graph, tiles, config);
  let x = graph.apply("Add", [patches, graph.weight("vision.position")]);
  for (let layer = 0; layer < config.vision_layers; layer += 1) {
    x = visionBlock(graph, x, `vision.blocks.${layer}`, config);
  }
  const normed = rootMeanSquareNorm(graph, x, "vision.norm.weight", config.rms_eps);
  const connected = linear(graph, pixelShuffle(graph, normed, config), graph.weight("connector.weight"));
  graph.apply("Identity", [connected], {}, "image_features");
  graph.output("image_features", "float32", ["pictures", config.image_tokens, config.hidden_size]);
}

/** The bytes of `vision_encoder.onnx`. */
export function visionEncoder(
  config: ModelConfig,
  places: ReadonlyMap<string, TensorPlace>,
): Uint8Array<ArrayBuffer> {
  const graph = createGraph("vision_encoder", places);
  const side = config.image_size;
  const pixels = graph.input("pixel_values", "float32", ["batch", "images", 3, side, side]);
  const mask = graph.input("pixel_attention_mask", "bool", ["batch", "images", side, side]);
  const flatPixels = graph.apply("Reshape", [pixels, graph.integers([-1, 3, side, side])]);
  const seen = graph.apply("Cast", [mask], { to: 1 });
  const flatMask = graph.apply("Reshape", [seen, graph.integers([-1, 1, side, side])]);
  features(graph, graph.apply("Mul", [flatPixels, flatMask]), config);
  return graph.encode();
}

/**
 * The same with its weights as inputs, since training changes them between runs: pixel_values f32 [n,3,S,S] of tiles without
 * padding, tile_grid where tiles are joined, and the parameters of the encoder and the connector to image_features f32
 * [n, tokens, hidden].
 */
export function fedVisionEncoder(config: ModelConfig): OnnxGraph {
  const graph = createFedGraph("fed_vision_encoder", parameterShapes(config));
  const side = config.image_size;
  features(graph, graph.input("pixel_values", "float32", ["tiles", 3, side, side]), config);
  return graph.build();
}
