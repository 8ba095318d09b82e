/** Collects nodes and initializers of one graph; values are known by name, weights are stored beside it or fed to it. */

import type { Attribute, ElementType, Initializer, OnnxGraph, OnnxNode, ValueInfo } from "./onnx.ts";
import { encodeModel } from "./onnx.ts";
import type { TensorPlace } from "./safetensors.ts";

/** The file beside the graphs in which a model's weights lie once; those of a decoder may lie in one of their own. */
export const weightsFile = "model.safetensors";
export const decoderFile = "decoder.safetensors";

export interface GraphBuilder {
  input(name: string, type: ElementType, dims: ValueInfo["dims"]): string;
  /** Declares that the value of that name leaves the graph. */
  output(name: string, type: ElementType, dims: ValueInfo["dims"]): void;
  /** A parameter as float32. Stored halves are cast in the graph; the runtime folds that when it loads. */
  weight(name: string): string;
  /** A float32 constant. */
  floats(values: readonly number[], dims: readonly number[]): string;
  /** An int64 constant: a vector, or with `dims` [] a scalar. */
  integers(values: readonly number[], dims?: readonly number[]): string;
  /** One node with one output, whose name may be given. */
  apply(operator: string, inputs: readonly string[], attributes?: Attributes, name?: string): string;
  /** One node with several outputs, which get names of their own. */
  spread(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs: number,
  ): readonly string[];
  /** Cuts along `axis` into parts of the given sizes. */
  split(value: string, sizes: readonly number[], axis: number): readonly string[];
  build(): OnnxGraph;
  encode(): Uint8Array<ArrayBuffer>;
}

/** Whole numbers are ints, lists are ints; a float or a text must be given with its kind. */
export type Attributes = Readonly<Record<string, number | readonly number[] | Attribute>>;

function toAttribute(value: number | readonly number[] | Attribute): Attribute {
  if (typeof value === "number") return { kind: "int", value };
  if ("kind" in value) return value;
  return { kind: "ints", values: value };
}

function inline(values: Float32Array | BigInt64Array): Initializer["data"] {
  return { kind: "inline", bytes: new Uint8Array(values.buffer) };
}

/** Makes a parameter known to the graph and returns the name of its value in float32. */
type ParameterSource = (name: string, graph: Parts) => string;

/** What a graph consists of so far. */
interface Parts {
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
  readonly nodes: OnnxNode[];
  readonly initializers: Map<string, Initializer>;
  apply: GraphBuilder["apply"];
}

/** Values without a name of their own are called `prefix` and a number. */
function builderOf(graphName: string, prefix: string, parameter: ParameterSource): GraphBuilder {
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Initializer>();

  const add = (
    operator: string,
    from: readonly string[],
    attributes: Attributes,
    names: readonly string[],
  ) => {
    const entries = Object.entries(attributes).map(([key, value]) => [key, toAttribute(value)] as const);
    nodes.push({ operator, inputs: from, outputs: names, attributes: Object.fromEntries(entries) });
  };
  const apply: GraphBuilder["apply"] = (
    operator,
    from,
    attributes = {},
    name = `${prefix}${nodes.length}`,
  ) => {
    add(operator, from, attributes, [name]);
    return name;
  };
  const spread: GraphBuilder["spread"] = (operator, from, attributes, count) => {
    const names = Array.from({ length: count }, (_, part) => `${prefix}${nodes.length}.${part}`);
    add(operator, from, attributes, names);
    return names;
  };
  const constant = (tensor: Initializer): string => {
    initializers.set(tensor.name, tensor);
    return tensor.name;
  };
  const integers: GraphBuilder["integers"] = (values, dims = [values.length]) => {
    const data = inline(BigInt64Array.from(values, BigInt));
    return constant({ name: `i64[${dims}]:${values}`, type: "int64", dims, data });
  };
  const build = (): OnnxGraph => ({
    name: graphName,
    inputs,
    outputs,
    nodes,
    initializers: [...initializers.values()],
  });
  return {
    input: (name, type, dims) => {
      inputs.push({ name, type, dims });
      return name;
    },
    output: (name, type, dims) => void outputs.push({ name, type, dims }),
    weight: (name) => parameter(name, { inputs, outputs, nodes, initializers, apply }),
    floats: (values, dims) =>
      constant({
        name: `f32[${dims}]:${values}`,
        type: "float32",
        dims,
        data: inline(Float32Array.from(values)),
      }),
    integers,
    apply,
    spread,
    split: (value, sizes, axis) => spread("Split", [value, integers(sizes)], { axis }, sizes.length),
    build,
    encode: () => encodeModel(build()),
  };
}

/** An empty graph that takes its parameters from `places` (the tables of contents of the weights files). */
export function createGraph(graphName: string, places: ReadonlyMap<string, TensorPlace>): GraphBuilder {
  return builderOf(graphName, "v", (name, { initializers, apply }) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`The weights have no ${name}.`);
    const known = initializers.has(name);
    const { type, shape: dims, offset, length, bytes, file = weightsFile } = place;
    const data =
      bytes === undefined
        ? ({ kind: "external", location: file, offset, length } as const)
        : ({ kind: "inline", bytes } as const);
    initializers.set(name, { name, type: type === "F16" ? "float16" : "float32", dims, data });
    if (type === "F32") return name;
    return known ? `${name}.f32` : apply("Cast", [name], { to: 1 }, `${name}.f32`);
  });
}

/** An empty graph whose parameters are float32 inputs of these shapes, so that training can change them between runs. */
export function createFedGraph(
  graphName: string,
  shapes: ReadonlyMap<string, readonly number[]>,
  prefix = "v",
): GraphBuilder {
  return builderOf(graphName, prefix, (name, { inputs }) => {
    const dims = shapes.get(name);
    if (dims === undefined) throw new Error(`The model has no parameter ${name}.`);
    if (!inputs.some((input) => input.name === name)) inputs.push({ name, type: "float32", dims });
    return name;
  });
}
