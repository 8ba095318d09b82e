/**
 * Layers that vision and language share. Shapes: b batch, s positions, w width. Linear maps are stored
 * [out, in] as PyTorch does; their transposes and the joined projections are constant expressions, which
 * the runtime folds once when it loads, so they cost file size and run time nothing.
 */

import type { GraphBuilder } from "./graph-builder.ts";

/** x [b,s,in] times the transpose of weight [out,in]. */
export function linear(graph: GraphBuilder, x: string, weight: string): string {
  return graph.apply("MatMul", [x, graph.apply("Transpose", [weight], { perm: [1, 0] })]);
}

/** Several linear maps of one input as a single product: their outputs lie side by side. */
export function joinedLinear(graph: GraphBuilder, x: string, weights: readonly string[]): string {
  return linear(graph, x, graph.apply("Concat", weights, { axis: 0 }));
}

/**
 * x / sqrt(mean(x²) + epsilon) * weight over the last axis. `SimplifiedLayerNormalization` is ONNX
 * Runtime's own operator in the default domain, as in the exports of SmolVLM: one kernel on both backends
 * instead of six nodes.
 */
export function rootMeanSquareNorm(
  graph: GraphBuilder,
  x: string,
  weightName: string,
  epsilon: number,
): string {
  const attributes = { axis: -1, epsilon: { kind: "float", value: epsilon } } as const;
  return graph.apply("SimplifiedLayerNormalization", [x, graph.weight(weightName)], attributes);
}

/** down(silu(gate x) * up x), with gate and up as one product. */
export function gatedFeedForward(graph: GraphBuilder, x: string, prefix: string, width: number): string {
  const weights = [graph.weight(`${prefix}.gate.weight`), graph.weight(`${prefix}.up.weight`)];
  const [gate = "", up = ""] = graph.split(joinedLinear(graph, x, weights), [width, width], 2);
  const silu = graph.apply("Mul", [gate, graph.apply("Sigmoid", [gate])]);
  return linear(graph, graph.apply("Mul", [silu, up]), graph.weight(`${prefix}.down.weight`));
}

export interface HeadSizes {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly dimension: number;
}

/**
 * Queries, keys and values of x [b,s,w] as one tensor [b, heads + 2 keyValueHeads, s, dimension]. The
 * 1/sqrt(dimension) of attention is folded into the query weights.
 */
export function queriesKeysValues(graph: GraphBuilder, x: string, prefix: string, sizes: HeadSizes): string {
  const scale = graph.floats([sizes.dimension ** -0.5], []);
  const weights = [
    graph.apply("Mul", [graph.weight(`${prefix}.q.weight`), scale]),
    graph.weight(`${prefix}.k.weight`),
    graph.weight(`${prefix}.v.weight`),
  ];
  const shape = graph.integers([0, 0, sizes.heads + 2 * sizes.keyValueHeads, sizes.dimension]);
  const perPosition = graph.apply("Reshape", [joinedLinear(graph, x, weights), shape]);
  return graph.apply("Transpose", [perPosition], { perm: [0, 2, 1, 3] });
}

/** Mixed values [b,heads,s,dimension] back to [b,s,width] and through the output map. */
export function joinHeads(graph: GraphBuilder, mixed: string, prefix: string, sizes: HeadSizes): string {
  const perPosition = graph.apply("Transpose", [mixed], { perm: [0, 2, 1, 3] });
  const flat = graph.apply("Reshape", [perPosition, graph.integers([0, 0, sizes.heads * sizes.dimension])]);
  return linear(graph, flat, graph.weight(`${prefix}.o.weight`));
}
