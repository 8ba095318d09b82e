/**
 * `encoder_model.onnx` of a random pair: pixel_values f32 [b,channels,H,W], with or without pixel_mask bool [b,H,W],
 * to last_hidden_state f32 [b,length,hidden] and, with a mask, features_mask bool [b,length]; as a grid these are
 * [b,rows,columns,hidden] and [b,rows,columns].
 */

import type { GraphBuilder } from "../../../src/graph/graph-builder.ts";
import { createGraph } from "../../../src/graph/graph-builder.ts";
import { linear, rootMeanSquareNorm } from "../../../src/graph/layers.ts";
import type { TensorPlace } from "../../../src/graph/safetensors.ts";
import { type PairConfig, patchSide } from "../pair-config.ts";

const patches = { kernel_shape: [patchSide, patchSide], strides: [patchSide, patchSide] };

/** 1 where the picture is, [b,1,H,W], whatever the mask's polarity. */
function pictureMask(graph: GraphBuilder, picture: 0 | 1): string {
  const mask = graph.input("pixel_mask", "bool", ["batch", "height", "width"]);
  const seen = picture === 1 ? mask : graph.apply("Not", [mask]);
  return graph.apply("Unsqueeze", [graph.apply("Cast", [seen], { to: 1 }), graph.integers([1])]);
}

/** [b,channels,h,w] to [b,h·w,channels]. */
function asSequence(graph: GraphBuilder, planes: string, channels: number): string {
  const rows = graph.apply("Reshape", [planes, graph.integers([0, channels, -1])]);
  return graph.apply("Transpose", [rows], { perm: [0, 2, 1] });
}

/** [b,channels,h,w] to [b,h,w,channels]. */
function asGrid(graph: GraphBuilder, planes: string): string {
  return graph.apply("Transpose", [planes], { perm: [0, 2, 3, 1] });
}

/** The bytes of `encoder_model.onnx`. */
export function pairEncoder(
  config: PairConfig,
  places: ReadonlyMap<string, TensorPlace>,
): Uint8Array<ArrayBuffer> {
  const graph = createGraph("encoder_model", places);
  const { hidden, channels, maskPicture } = config;
  const positions = config.grid === "none" ? ["length"] : ["rows", "columns"];
  const arranged = (planes: string, depth: number): string =>
    config.grid === "none" ? asSequence(graph, planes, depth) : asGrid(graph, planes);
  let pixels = graph.input("pixel_values", "float32", ["batch", channels, "height", "width"]);
  if (maskPicture !== null) {
    const seen = pictureMask(graph, maskPicture);
    pixels = graph.apply("Mul", [pixels, seen]);
    const pooled = arranged(graph.apply("MaxPool", [seen], patches), 1);
    const flat = graph.apply("Squeeze", [pooled, graph.integers([positions.length + 1])]);
    graph.apply("Greater", [flat, graph.floats([0.5], [])], {}, "features_mask");
    graph.output("features_mask", "bool", ["batch", ...positions]);
  }
  const weights = [graph.weight("encoder.patch.weight"), graph.weight("encoder.patch.bias")];
  const planes = graph.apply("Conv", [pixels, ...weights], patches);
  const curved = graph.apply("Tanh", [arranged(planes, hidden)]);
  const normed = rootMeanSquareNorm(graph, curved, "encoder.norm.weight", 1e-5);
  graph.apply(
    "Identity",
    [linear(graph, normed, graph.weight("encoder.out.weight"))],
    {},
    "last_hidden_state",
  );
  graph.output("last_hidden_state", "float32", ["batch", ...positions, hidden]);
  return graph.encode();
}
