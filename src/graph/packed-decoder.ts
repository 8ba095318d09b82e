/**
 * The decoder over packed sequences: branches of one or several prompts lie behind each other in one row, so that what they
 * have in common (a picture, an answer so far) is computed once. A bias says which tokens a token sees, and logits are
 * computed only where they are wanted. Weights are inputs, since training changes them between runs.
 */

import { type ModelConfig, parameterShapes } from "./config.ts";
import { type DecoderParts, decoderBlock, extendCache, headSizes, rotationRows } from "./decoder.ts";
import { createFedGraph, type GraphBuilder } from "./graph-builder.ts";
import { rootMeanSquareNorm } from "./layers.ts";
import type { OnnxGraph } from "./onnx.ts";

/** What follows the last block: the logits [n, vocabulary] of the positions in `rows` int64 [n]. */
function headAt(graph: GraphBuilder, x: string, config: ModelConfig): void {
  const rows = graph.input("rows", "int64", ["wanted"]);
  const flat = graph.apply("Reshape", [x, graph.integers([-1, config.hidden_size])]);
  const picked = graph.apply("Gather", [flat, rows], { axis: 0 });
  const normed = rootMeanSquareNorm(graph, picked, "decoder.norm.weight", config.rms_eps);
  const head = graph.apply("Transpose", [graph.weight("embed.weight")], { perm: [1, 0] });
  graph.apply("MatMul", [normed, head], {}, "logits");
  graph.output("logits", "float32", ["wanted", config.vocab_size]);
}

/**
 * inputs_embeds f32 [1,s,hidden], position_ids int64 [1,s], attention_bias f32 [1,1,s,total] (0 where a token is seen, else a
 * large negative number), rows int64 [n] and the decoder's parameters to logits f32 [n, vocabulary]. With a cache,
 * past_key_values.… come before the new positions and present.… leave the graph; without one, total is s.
 */
export function packedDecoder(config: ModelConfig, { cache }: { readonly cache: boolean }): OnnxGraph {
  const graph = createFedGraph("packed_decoder", parameterShapes(config));
  const embeds = graph.input("inputs_embeds", "float32", [1, "sequence", config.hidden_size]);
  const positions = graph.input("position_ids", "int64", [1, "sequence"]);
  const total = cache ? "total" : "sequence";
  const parts: DecoderParts = {
    config,
    sizes: headSizes(config),
    rotation: rotationRows(graph, positions, config),
    bias: graph.input("attention_bias", "float32", [1, 1, "sequence", total]),
    cached: (fresh, which) => (cache ? extendCache(graph, config, fresh, which) : fresh),
    attention: () => undefined,
  };
  let x = embeds;
  for (let layer = 0; layer < config.num_layers; layer += 1) x = decoderBlock(graph, x, layer, parts);
  headAt(graph, x, config);
  return graph.build();
}
