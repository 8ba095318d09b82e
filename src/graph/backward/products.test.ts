/** Every vector–Jacobian product against central differences in float64, and on ONNX Runtime in float32 against float64. */

import { expect, test } from "vitest";
import {
  onRuntime,
  randomValue,
  relativeDifference,
} from "../../../scripts/model/testing/on-runtime.testing.ts";
import { createFedGraph, type GraphBuilder } from "../graph-builder.ts";
import type { OnnxGraph } from "../onnx.ts";
import { evaluate, type Value } from "../testing/evaluate.testing.ts";
import { gradientGraph, gradientOf } from "./differentiate.ts";

interface Case {
  readonly name: string;
  /** Shapes of the inputs; "rows" is fed with row numbers instead. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** The same as the graph is told of them, where it is told names of sizes. */
  readonly told?: Readonly<Record<string, readonly (number | string)[]>>;
  /** Makes the output from the inputs' names. */
  readonly build: (graph: GraphBuilder, inputs: readonly string[]) => string;
  readonly wanted?: readonly string[];
}

const epsilon = { axis: -1, epsilon: { kind: "float", value: 1e-5 } } as const;
const apply =
  (operator: string, attributes = {}) =>
  (graph: GraphBuilder, inputs: readonly string[]): string =>
    graph.apply(operator, inputs, attributes);

const cases: readonly Case[] = [
  { name: "Add", shapes: { a: [2, 3, 4], b: [2, 3, 4] }, build: apply("Add") },
  {
    name: "Add, one of them broadcast along new axes",
    shapes: { a: [2, 3, 4], b: [4] },
    build: apply("Add"),
  },
  {
    name: "Add of a value to itself",
    shapes: { a: [3, 4] },
    build: (graph, [a = ""]) => graph.apply("Add", [a, a]),
  },
  { name: "Mul, both broadcast", shapes: { a: [2, 1, 4], b: [1, 3, 4] }, build: apply("Mul") },
  { name: "Mul with a scalar", shapes: { a: [2, 3], b: [] }, build: apply("Mul") },
  { name: "Relu", shapes: { a: [5, 3] }, build: apply("Relu") },
  { name: "Identity", shapes: { a: [5, 3] }, build: apply("Identity") },
  { name: "Sigmoid", shapes: { a: [5, 3] }, build: apply("Sigmoid") },
  { name: "Softmax", shapes: { a: [2, 3, 5] }, build: apply("Softmax", { axis: -1 }) },
  {
    name: "SimplifiedLayerNormalization",
    shapes: { a: [2, 3, 8], b: [8] },
    build: apply("SimplifiedLayerNormalization", epsilon),
  },
  {
    name: "Reshape",
    shapes: { a: [2, 6, 4] },
    build: (graph, [a = ""]) => graph.apply("Reshape", [a, graph.integers([0, 3, -1, 4])]),
  },
  { name: "Transpose", shapes: { a: [2, 3, 4, 5] }, build: apply("Transpose", { perm: [0, 2, 3, 1] }) },
  { name: "Concat", shapes: { a: [2, 3], b: [4, 3] }, build: apply("Concat", { axis: 0 }) },
  {
    name: "Concat of sizes that are known at run time",
    shapes: { a: [2, 3], b: [4, 3] },
    told: { a: ["first", 3], b: ["second", 3] },
    build: apply("Concat", { axis: 0 }),
  },
  {
    name: "Reshape to a shape that is computed",
    shapes: { a: [2, 6, 4] },
    build: (graph, [a = ""]) =>
      graph.apply("Reshape", [
        a,
        graph.apply("Concat", [graph.integers([3]), graph.integers([-1, 8])], { axis: 0 }),
      ]),
  },
  {
    name: "Conv",
    shapes: { a: [2, 2, 4, 3], b: [3, 2, 3, 3], c: [3] },
    build: apply("Conv", { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] }),
  },
  {
    name: "Conv with a stride that leaves no rest along one axis and one along the other",
    shapes: { a: [2, 2, 7, 6], b: [3, 2, 3, 3], c: [3] },
    build: apply("Conv", { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  },
  {
    name: "Conv of sizes that are known at run time, with a larger kernel",
    shapes: { a: [1, 2, 8, 10], b: [3, 2, 5, 5], c: [3] },
    told: { a: ["pictures", 2, "height", "width"] },
    build: apply("Conv", { kernel_shape: [5, 5], strides: [2, 2], pads: [2, 2, 2, 2] }),
  },
  {
    name: "Split, with a part that is not used",
    shapes: { a: [2, 7] },
    build(graph, [a = ""]) {
      const [first = "", , last = ""] = graph.split(a, [2, 3, 2], 1);
      return graph.apply("Mul", [first, last]);
    },
  },
  {
    name: "Gather of rows, some of them twice",
    shapes: { a: [5, 3], rows: [4] },
    build: apply("Gather", { axis: 0 }),
    wanted: ["a"],
  },
  { name: "MatMul with a matrix", shapes: { a: [2, 3, 4], b: [4, 5] }, build: apply("MatMul") },
  { name: "MatMul of matrices", shapes: { a: [3, 4], b: [4, 5] }, build: apply("MatMul") },
  { name: "MatMul by batches", shapes: { a: [2, 3, 4, 5], b: [2, 3, 5, 2] }, build: apply("MatMul") },
  {
    name: "MatMul with a transposed matrix",
    shapes: { a: [2, 3, 4], b: [5, 4] },
    build: (graph, [a = "", b = ""]) =>
      graph.apply("MatMul", [a, graph.apply("Transpose", [b], { perm: [1, 0] })]),
  },
  {
    name: "MatMul by batches with transposed keys",
    shapes: { a: [1, 2, 3, 4], b: [1, 2, 5, 4] },
    build: (graph, [a = "", b = ""]) =>
      graph.apply("MatMul", [a, graph.apply("Transpose", [b], { perm: [0, 1, 3, 2] })]),
  },
];

function graphOf({ shapes, told, build }: Case): OnnxGraph {
  const graph = createFedGraph("case", new Map());
  const inputs = Object.entries(shapes).map(([name, dims]) =>
    graph.input(name, name === "rows" ? "int64" : "float32", told?.[name] ?? dims),
  );
  graph.apply("Identity", [build(graph, inputs)], {}, "y");
  const built = graph.build();
  // The copy that names the output is not an operator of the decoder.
  const last = built.nodes.at(-2);
  const renamed = built.nodes
    .slice(0, -1)
    .map((node) => (node === last ? { ...node, outputs: ["y"] } : node));
  return { ...built, nodes: renamed, outputs: [{ name: "y", type: "float32", dims: [] }] };
}

/** d(sum of weights · y) / d(input) by central differences. */
function differences(
  graph: OnnxGraph,
  inputs: ReadonlyMap<string, Value>,
  name: string,
  weights: Value,
): Value {
  const { dims, data } = inputs.get(name) as Value;
  const step = 1e-5;
  const moved = (index: number, by: number): number => {
    const changed = { dims, data: data.map((value, i) => (i === index ? value + by : value)) };
    const y = evaluate(graph, new Map(inputs).set(name, changed)).get("y") as Value;
    return y.data.reduce((sum, value, i) => sum + value * (weights.data[i] as number), 0);
  };
  return { dims, data: data.map((_, i) => (moved(i, step) - moved(i, -step)) / (2 * step)) };
}

test.each(cases)("$name", async (one) => {
  const graph = graphOf(one);
  const inputs = new Map(
    Object.entries(one.shapes).map(([name, dims], i) => [
      name,
      name === "rows" ? { dims, data: Float64Array.of(4, 0, 2, 4) } : randomValue(dims, i + 1),
    ]),
  );
  const wanted = one.wanted ?? Object.keys(one.shapes);
  const y = evaluate(graph, inputs).get("y") as Value;
  const weights = randomValue(y.dims, 9);
  const gradients = gradientGraph(graph, "y", wanted);
  const fed = new Map(inputs).set(gradientOf("y"), weights);
  const exact = evaluate(gradients, fed);
  const found = await onRuntime(gradients, fed);
  for (const name of wanted) {
    const gradient = exact.get(gradientOf(name));
    expect(gradient?.dims).toEqual(one.shapes[name]);
    expect(relativeDifference(gradient, differences(graph, inputs, name, weights))).toBeLessThan(1e-8);
    expect(relativeDifference(found.get(gradientOf(name)), gradient)).toBeLessThan(1e-6);
  }
});

test("an operator without a product, and an output that depends on nothing, are refused by name", () => {
  const graph = createFedGraph("case", new Map());
  const a = graph.input("a", "float32", [2]);
  graph.apply("Cos", [a], {}, "y");
  expect(() => gradientGraph(graph.build(), "y", ["a"])).toThrow("Cos");
  expect(() => gradientGraph(graph.build(), "y", ["b"])).toThrow("does not depend on b");
});
