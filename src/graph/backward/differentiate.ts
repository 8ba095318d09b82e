/** Reverse-mode differentiation of an ONNX graph: standard operators in, standard operators out. */

import { createFedGraph } from "../graph-builder.ts";
import type { OnnxGraph } from "../onnx.ts";
import { convolution } from "./convolution.ts";
import { add, mul, relu, rootMeanSquareNorm, sigmoid, softmax } from "./elementwise.ts";
import { concat, gather, identity, reshape, split, transpose } from "./layout.ts";
import { matmul } from "./matmul.ts";
import { inferShapes } from "./shapes.ts";
import type { Product, Tape } from "./tape.ts";

/** The product of each operator that lies between a parameter and the logits or the features of a picture. */
const products: Readonly<Record<string, Product>> = {
  Add: add,
  Conv: convolution,
  Identity: identity,
  Mul: mul,
  Relu: relu,
  Sigmoid: sigmoid,
  Softmax: softmax,
  SimplifiedLayerNormalization: rootMeanSquareNorm,
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Gather: gather,
  MatMul: matmul,
};

/** The name of the gradient with respect to a value. */
export function gradientOf(value: string): string {
  return `d(${value})`;
}

/** Every value that depends on one of `wanted`. */
function dependents(graph: OnnxGraph, wanted: readonly string[]): ReadonlySet<string> {
  const found = new Set(wanted);
  for (const node of graph.nodes)
    if (node.inputs.some((name) => found.has(name))) for (const name of node.outputs) found.add(name);
  return found;
}

/** Gradients by value: the parts of each are summed when it is asked for. */
function createGradients(seed: readonly [string, string], apply: Tape["apply"]) {
  const parts = new Map<string, string[]>([[seed[0], [seed[1]]]]);
  return {
    add: (value: string, part: string) => void parts.set(value, [...(parts.get(value) ?? []), part]),
    sum(value: string): string | undefined {
      const found = parts.get(value);
      if (found === undefined) return undefined;
      const sum = found.reduce((a, b) => apply("Add", [a, b]));
      parts.set(value, [sum]);
      return sum;
    },
  };
}

/**
 * A graph that computes `output` again and, from d(output), which is a further input of its shape, d(w) for each of
 * `wanted` (inputs of the graph). Throws for an operator without a product.
 */
export function gradientGraph(graph: OnnxGraph, output: string, wanted: readonly string[]): OnnxGraph {
  const shapes = inferShapes(graph);
  const backward = createFedGraph("backward", new Map(), "d");
  const seed = backward.input(gradientOf(output), "float32", shapes.get(output) ?? []);
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const active = dependents(graph, wanted);
  const gradients = createGradients([output, seed], backward.apply);
  const tape: Tape = {
    ...backward,
    shape: (value) => shapes.get(value) ?? [],
    producer: (value) => producers.get(value),
    needs: (value) => active.has(value),
    add: (value, part) => {
      if (active.has(value)) gradients.add(value, part);
    },
  };
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => active.has(name))) continue;
    const found = node.outputs.map((name) => gradients.sum(name) ?? "");
    if (found.every((name) => name === "")) continue;
    const product = products[node.operator];
    if (product === undefined) throw new Error(`${node.operator} has no vector–Jacobian product.`);
    product(node, found, tape);
  }
  for (const name of wanted) {
    const gradient = gradients.sum(name);
    if (gradient === undefined) throw new Error(`${output} does not depend on ${name}.`);
    backward.apply("Identity", [gradient], {}, gradientOf(name));
    backward.output(gradientOf(name), "float32", shapes.get(name) ?? []);
  }
  const { inputs, outputs, nodes, initializers } = backward.build();
  const constants = new Map([...graph.initializers, ...initializers].map((each) => [each.name, each]));
  return {
    name: `${graph.name}_gradient`,
    inputs: [...graph.inputs, ...inputs],
    outputs,
    nodes: [...graph.nodes, ...nodes],
    initializers: [...constants.values()],
  };
}
