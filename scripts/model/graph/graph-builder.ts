/** Collects nodes and initializers of one graph; values are known by name, weights come as external data. */

import type { TensorPlace } from "../safetensors.ts";
import type { Attribute, ElementType, Initializer, OnnxNode, ValueInfo } from "./onnx.ts";
import { encodeModel } from "./onnx.ts";

/** The file beside the graphs in which all weights lie once. */
export const weightsFile = "model.safetensors";

export interface GraphBuilder {
  input(name: string, type: ElementType, dims: ValueInfo["dims"]): string;
  /** Declares that the value of that name leaves the graph. */
  output(name: string, type: ElementType, dims: ValueInfo["dims"]): void;
  /** A stored parameter as float32. Halves are cast in the graph; the runtime folds that when it loads. */
  weight(name: string): string;
  /** A float32 constant. */
  floats(values: readonly number[], dims: readonly number[]): string;
  /** An int64 constant: a vector, or with `dims` [] a scalar. */
  integers(values: readonly number[], dims?: readonly number[]): string;
  /** One node with one output, whose name may be given. */
  apply(operator: string, inputs: readonly string[], attributes?: Attributes, name?: string): string;
  /** Cuts along `axis` into parts of the given sizes. */
  split(value: string, sizes: readonly number[], axis: number): readonly string[];
  encode(): Uint8Array<ArrayBuffer>;
}

/** Whole numbers are ints, lists are ints; a float must be given as `{ kind: "float", value }`. */
export type Attributes = Readonly<Record<string, number | readonly number[] | Attribute>>;

function toAttribute(value: number | readonly number[] | Attribute): Attribute {
  if (typeof value === "number") return { kind: "int", value };
  if ("kind" in value) return value;
  return { kind: "ints", values: value };
}

function inline(values: Float32Array | BigInt64Array): Initializer["data"] {
  return { kind: "inline", bytes: new Uint8Array(values.buffer) };
}

/** An empty graph that takes its parameters from `places` (the table of contents of the weights file). */
export function createGraph(graphName: string, places: ReadonlyMap<string, TensorPlace>): GraphBuilder {
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Initializer>();

  const apply: GraphBuilder["apply"] = (operator, from, attributes = {}, name = `v${nodes.length}`) => {
    const entries = Object.entries(attributes).map(([key, value]) => [key, toAttribute(value)] as const);
    nodes.push({ operator, inputs: from, outputs: [name], attributes: Object.fromEntries(entries) });
    return name;
  };
  const constant = (tensor: Initializer): string => {
    initializers.set(tensor.name, tensor);
    return tensor.name;
  };
  const weight = (name: string): string => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`The weights have no ${name}.`);
    const known = initializers.has(name);
    const { type, shape: dims, offset, length, bytes } = place;
    const data =
      bytes === undefined
        ? ({ kind: "external", location: weightsFile, offset, length } as const)
        : ({ kind: "inline", bytes } as const);
    constant({ name, type: type === "F16" ? "float16" : "float32", dims, data });
    if (type === "F32") return name;
    return known ? `${name}.f32` : apply("Cast", [name], { to: 1 }, `${name}.f32`);
  };
  const integers: GraphBuilder["integers"] = (values, dims = [values.length]) => {
    const data = inline(BigInt64Array.from(values, BigInt));
    return constant({ name: `i64[${dims}]:${values}`, type: "int64", dims, data });
  };
  return {
    input: (name, type, dims) => {
      inputs.push({ name, type, dims });
      return name;
    },
    output: (name, type, dims) => void outputs.push({ name, type, dims }),
    weight,
    floats: (values, dims) =>
      constant({
        name: `f32[${dims}]:${values}`,
        type: "float32",
        dims,
        data: inline(Float32Array.from(values)),
      }),
    integers,
    apply,
    split: (value, sizes, axis) => {
      const names = sizes.map((_, part) => `v${nodes.length}.${part}`);
      const attributes = { axis: { kind: "int", value: axis } } as const;
      nodes.push({ operator: "Split", inputs: [value, integers(sizes)], outputs: names, attributes });
      return names;
    },
    encode: () =>
      encodeModel({ name: graphName, inputs, outputs, nodes, initializers: [...initializers.values()] }),
  };
}
