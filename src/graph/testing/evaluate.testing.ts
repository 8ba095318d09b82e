/** For tests: ONNX graphs in float64, operator by operator and in plain loops, as the reference of ONNX Runtime's float32. */

import { axisOf, intsOf } from "../backward/shapes.ts";
import type { OnnxGraph, OnnxNode } from "../onnx.ts";
import { convolve, spread } from "./convolve.testing.ts";
import { sizeOf, type Value } from "./value.testing.ts";

export type { Value };

const make = (dims: readonly number[], at: (i: number) => number): Value => ({
  dims,
  data: Float64Array.from({ length: sizeOf(dims) }, (_, i) => at(i)),
});
const integers = ({ data }: Value): number[] => Array.from(data);

/** The coordinates of the i-th number of a shape. */
function coordinates(i: number, dims: readonly number[]): number[] {
  const at = new Array<number>(dims.length).fill(0);
  for (let axis = dims.length - 1, rest = i; axis >= 0; axis--) {
    at[axis] = rest % (dims[axis] as number);
    rest = Math.floor(rest / (dims[axis] as number));
  }
  return at;
}

/** The number at some coordinates; leading ones that the value lacks, and those along axes of size 1, do not count. */
function at({ dims, data }: Value, place: readonly number[]): number {
  const lead = place.length - dims.length;
  const index = dims.reduce(
    (sum, size, axis) => sum * size + (size === 1 ? 0 : (place[axis + lead] as number)),
    0,
  );
  return data[index] as number;
}

function pairwise(a: Value, b: Value, f: (x: number, y: number) => number): Value {
  const rank = Math.max(a.dims.length, b.dims.length);
  const size = (value: Value, axis: number) => value.dims[axis - rank + value.dims.length] ?? 1;
  const dims = Array.from({ length: rank }, (_, axis) => Math.max(size(a, axis), size(b, axis)));
  return make(dims, (i) => {
    const place = coordinates(i, dims);
    return f(at(a, place), at(b, place));
  });
}

const each = (x: Value, f: (value: number) => number): Value => ({ dims: x.dims, data: x.data.map(f) });

/** Each row of the last axis by itself. */
function byRow({ dims, data }: Value, f: (row: Float64Array) => Float64Array): Value {
  const length = dims.at(-1) ?? 1;
  const result = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += length)
    result.set(f(data.subarray(start, start + length)), start);
  return { dims, data: result };
}

function softmax(row: Float64Array): Float64Array {
  const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = row.map((value) => Math.exp(value - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function sum(x: Value, axes: readonly number[], keep: boolean): Value {
  const summed = axes.map((axis) => (axis < 0 ? axis + x.dims.length : axis));
  const kept = x.dims.map((size, axis) => (summed.includes(axis) ? 1 : size));
  const data = new Float64Array(sizeOf(kept));
  x.data.forEach((value, i) => {
    const place = coordinates(i, x.dims).map((c, axis) => (summed.includes(axis) ? 0 : c));
    const index = kept.reduce((all, size, axis) => all * size + (place[axis] as number), 0);
    data[index] = (data[index] as number) + value;
  });
  return { dims: keep ? kept : kept.filter((_, axis) => !summed.includes(axis)), data };
}

function matmul(a: Value, b: Value): Value {
  const inner = a.dims.at(-1) as number;
  const columns = b.dims.at(-1) as number;
  const dims = [...a.dims.slice(0, -1), columns];
  const rows = a.dims.at(-2) as number;
  return make(dims, (i) => {
    const row = Math.floor(i / columns);
    const batch = b.dims.length === 2 ? 0 : Math.floor(row / rows);
    let total = 0;
    for (let k = 0; k < inner; k++)
      total +=
        (a.data[row * inner + k] as number) *
        (b.data[(batch * inner + k) * columns + (i % columns)] as number);
    return total;
  });
}

function transpose(x: Value, perm: readonly number[]): Value {
  const dims = perm.map((axis) => x.dims[axis] as number);
  return make(dims, (i) => {
    const place = coordinates(i, dims);
    return at(
      x,
      perm.map((_, axis) => place[perm.indexOf(axis)] as number),
    );
  });
}

function reshape(x: Value, to: readonly number[]): Value {
  const sizes = to.map((size, i) => (size === 0 ? (x.dims[i] as number) : size));
  const known = sizes.filter((size) => size >= 0).reduce((a, b) => a * b, 1);
  return { dims: sizes.map((size) => (size < 0 ? x.data.length / known : size)), data: x.data };
}

function concat(parts: readonly Value[], axis: number): Value {
  const sizes = parts.map(({ dims }) => dims[axis] as number);
  const first = parts[0] as Value;
  const dims = first.dims.map((size, i) => (i === axis ? sizes.reduce((a, b) => a + b, 0) : size));
  return make(dims, (i) => {
    const place = coordinates(i, dims);
    let part = 0;
    while ((place[axis] as number) >= (sizes[part] as number))
      place[axis] = (place[axis] as number) - (sizes[part++] as number);
    return at(parts[part] as Value, place);
  });
}

function split(x: Value, sizes: readonly number[], axis: number): Value[] {
  let start = 0;
  return sizes.map((size) => {
    const [from, dims] = [start, x.dims.map((all, i) => (i === axis ? size : all))];
    start += size;
    return make(dims, (i) => {
      const place = coordinates(i, dims);
      return at(
        x,
        place.map((c, a) => (a === axis ? c + from : c)),
      );
    });
  });
}

/** The part of x between bounds along some axes, where an end may lie beyond x. */
function slice(x: Value, starts: readonly number[], ends: readonly number[], axes: readonly number[]): Value {
  const from = x.dims.map((_, axis) => starts[axes.indexOf(axis)] ?? 0);
  const dims = x.dims.map(
    (size, axis) => Math.min(size, ends[axes.indexOf(axis)] ?? size) - (from[axis] ?? 0),
  );
  return make(dims, (i) =>
    at(
      x,
      coordinates(i, dims).map((c, axis) => c + (from[axis] as number)),
    ),
  );
}

function norm(x: Value, weight: Value, epsilon: number): Value {
  return byRow(x, (row) => {
    const root = Math.sqrt(row.reduce((a, b) => a + b * b, 0) / row.length + epsilon);
    return row.map((value, i) => (value / root) * (weight.data[i] as number));
  });
}

function scatterAdd(x: Value, places: Value, updates: Value): Value {
  const data = x.data.slice();
  const width = updates.data.length / places.data.length;
  updates.data.forEach((value, i) => {
    const index = (places.data[Math.floor(i / width)] as number) * width + (i % width);
    data[index] = (data[index] as number) + value;
  });
  return { dims: x.dims, data };
}

function unsqueeze(x: Value, axes: readonly number[]): Value {
  const dims = [...x.dims];
  for (const axis of axes) dims.splice(axis < 0 ? axis + dims.length + 1 : axis, 0, 1);
  return { dims, data: x.data };
}

function run(node: OnnxNode, inputs: readonly Value[]): readonly Value[] {
  const [a, b, c] = inputs as [Value, Value, Value];
  const flag = (name: string): boolean => {
    const attribute = node.attributes[name];
    return attribute?.kind === "int" && attribute.value === 1;
  };
  switch (node.operator) {
    case "Add":
      return [pairwise(a, b, (x, y) => x + y)];
    case "Sub":
      return [pairwise(a, b, (x, y) => x - y)];
    case "Mul":
      return [pairwise(a, b, (x, y) => x * y)];
    case "Neg":
      return [each(a, (x) => -x)];
    case "Cos":
      return [each(a, Math.cos)];
    case "Sin":
      return [each(a, Math.sin)];
    case "Sqrt":
      return [each(a, Math.sqrt)];
    case "Reciprocal":
      return [each(a, (x) => 1 / x)];
    case "Sigmoid":
      return [each(a, (x) => 1 / (1 + Math.exp(-x)))];
    case "Identity":
      return [a];
    case "Relu":
      return [each(a, (x) => Math.max(0, x))];
    case "Greater":
      return [pairwise(a, b, (x, y) => (x > y ? 1 : 0))];
    case "Where": {
      const other = pairwise(a, c, (holds, y) => (holds === 1 ? 0 : y));
      return [
        pairwise(
          pairwise(a, b, (holds, x) => (holds === 1 ? x : 0)),
          other,
          (x, y) => x + y,
        ),
      ];
    }
    case "Conv":
      return [convolve(node, a, b, c)];
    case "ConvTranspose":
      return [spread(node, a, b)];
    case "Slice":
      return [slice(a, integers(b), integers(c), integers(inputs[3] as Value))];
    case "Softmax":
      return [byRow(a, softmax)];
    case "SimplifiedLayerNormalization": {
      const epsilon = node.attributes["epsilon"];
      return [norm(a, b, epsilon?.kind === "float" ? epsilon.value : 0)];
    }
    case "ReduceSum":
      return [sum(a, integers(b), flag("keepdims"))];
    case "ReduceMean": {
      const total = sum(a, intsOf(node, "axes"), flag("keepdims"));
      return [each(total, (x) => (x * total.data.length) / a.data.length)];
    }
    case "MatMul":
      return [matmul(a, b)];
    case "Gemm":
      return [matmul(transpose(a, [1, 0]), b)];
    case "Transpose":
      return [transpose(a, intsOf(node, "perm"))];
    case "Reshape":
      return [reshape(a, integers(b))];
    case "Concat":
      return [concat(inputs, axisOf(node, a.dims.length))];
    case "Split":
      return split(a, integers(b), axisOf(node, a.dims.length));
    case "Unsqueeze":
      return [unsqueeze(a, integers(b))];
    case "Gather": {
      const width = a.data.length / (a.dims[0] as number);
      const rows = integers(b).flatMap((row) => Array.from(a.data.subarray(row * width, (row + 1) * width)));
      return [{ dims: [...b.dims, ...a.dims.slice(1)], data: Float64Array.from(rows) }];
    }
    case "ScatterND":
      return [scatterAdd(a, b, c)];
    case "Shape": {
      const [start, end] = ["start", "end"].map((name) => node.attributes[name]);
      const sizes = a.dims.slice(
        start?.kind === "int" ? start.value : 0,
        end?.kind === "int" ? end.value : a.dims.length,
      );
      return [{ dims: [sizes.length], data: Float64Array.from(sizes) }];
    }
    case "ConstantOfShape":
      return [make(integers(a), () => 0)];
    case "Range":
      return [
        make([Math.ceil(((b.data[0] as number) - (a.data[0] as number)) / (c.data[0] as number))], (i) => i),
      ];
    default:
      throw new Error(`${node.operator} is not known here.`);
  }
}

/** The outputs of a graph, in float64. */
export function evaluate(graph: OnnxGraph, inputs: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const values = new Map(inputs);
  for (const { name, type, dims, data } of graph.initializers) {
    if (data.kind !== "inline") throw new Error(`${name} is not in the graph.`);
    const { buffer } = data.bytes.slice();
    const numbers =
      type === "int64" ? Array.from(new BigInt64Array(buffer), Number) : new Float32Array(buffer);
    values.set(name, { dims, data: Float64Array.from(numbers) });
  }
  for (const node of graph.nodes) {
    const made = run(
      node,
      node.inputs.map((name) => values.get(name) as Value),
    );
    node.outputs.forEach((name, i) => void values.set(name, made[i] as Value));
  }
  return new Map(graph.outputs.map(({ name }) => [name, values.get(name) as Value]));
}
