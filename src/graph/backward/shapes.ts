/** The shapes of a graph's values; sizes that are known only at run time have names. Enough for the models' graphs. */

import type { OnnxGraph, OnnxNode } from "../onnx.ts";

type Size = number | string;
export type Shape = readonly Size[];

/** A list of whole numbers among a node's attributes. */
export function intsOf(node: OnnxNode, name: string): readonly number[] {
  const attribute = node.attributes[name];
  if (attribute?.kind !== "ints") throw new Error(`${node.operator} has no ${name}.`);
  return attribute.values;
}

/** The axis of a node, counted from the first even where it is written from the last. */
export function axisOf(node: OnnxNode, rank: number): number {
  const attribute = node.attributes["axis"];
  const axis = attribute?.kind === "int" ? attribute.value : 0;
  return axis < 0 ? axis + rank : axis;
}

/** The int64 constants of a graph by name. */
function constantsOf(graph: OnnxGraph): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { name, type, data } of graph.initializers) {
    if (type !== "int64" || data.kind !== "inline") continue;
    found.set(name, Array.from(new BigInt64Array(data.bytes.slice().buffer), Number));
  }
  return found;
}

/** Two names, or a name and a number other than 1, are equal at run time. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, i: number): Size => shape[i - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [at(a, i), at(b, i)];
    return x === 1 || (typeof y === "number" && y !== 1) ? y : x;
  });
}

function product(sizes: Shape): number | null {
  return sizes.reduce<number | null>(
    (whole, size) => (whole === null || typeof size === "string" ? null : whole * size),
    1,
  );
}

/** What stands for -1: sizes that are on both sides cancel, and a number or one name is left; else a new name. */
function openSize(from: Shape, others: Shape, fresh: () => string): Size {
  const left = [...from];
  const right = others.filter((size) => {
    const at = typeof size === "string" ? left.indexOf(size) : -1;
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const [whole, part] = [product(left), product(right)];
  if (whole !== null && part !== null) return whole / part;
  const [named, ...further] = left.filter((size) => typeof size === "string");
  const numbers = product(left.filter((size) => typeof size === "number"));
  return further.length === 0 && part === numbers && named !== undefined ? named : fresh();
}

function reshaped(from: Shape, to: readonly number[], fresh: () => string): Shape {
  const sizes: Size[] = to.map((size, i) => (size === 0 ? (from[i] ?? 1) : size));
  const open = to.indexOf(-1);
  if (open < 0) return sizes;
  const others = sizes.filter((_, i) => i !== open);
  return sizes.map((size, i) => (i === open ? openSize(from, others, fresh) : size));
}

interface Known {
  readonly constants: ReadonlyMap<string, readonly number[]>;
  of(name: string | undefined): Shape;
  fresh(): string;
}

function joinedShape(node: OnnxNode, { of, fresh }: Known): Shape {
  const first = of(node.inputs[0]);
  const axis = axisOf(node, first.length);
  const parts = node.inputs.map((name) => of(name)[axis] ?? 1);
  const sum = parts.every((part) => typeof part === "number")
    ? parts.reduce((a, b) => a + Number(b), 0)
    : fresh();
  return first.map((size, i) => (i === axis ? sum : size));
}

/** A convolution's output [n, out, …]: a size follows from the input's where that is known, and stays where the stride is 1 and nothing is lost. */
function convolvedShape(node: OnnxNode, { of, fresh }: Known): Shape {
  const [pictures = 1, , ...sizes] = of(node.inputs[0]);
  const [out = 1, , ...kernel] = of(node.inputs[1]);
  const [strides, pads] = [intsOf(node, "strides"), intsOf(node, "pads")];
  const after = sizes.map((size, i) => {
    const [stride = 1, lost] = [
      strides[i],
      Number(kernel[i]) - (pads[i] ?? 0) - (pads[i + sizes.length] ?? 0),
    ];
    if (typeof size === "number") return Math.floor((size - lost) / stride) + 1;
    return stride === 1 && lost === 1 ? size : fresh();
  });
  return [pictures, out, ...after];
}

/** What is left of `a` between bounds that are not looked at, along the axes of the fourth input. */
function slicedShape(node: OnnxNode, { constants, of, fresh }: Known): Shape {
  const axes = constants.get(node.inputs[3] ?? "") ?? [];
  return of(node.inputs[0]).map((size, i) => (axes.includes(i) ? fresh() : size));
}

/** Given a shape that is computed at run time, only the number of its sizes is known. */
function computedShape(shape: Shape, fresh: () => string): Shape {
  return Array.from({ length: Number(shape[0]) }, fresh);
}

/** The shapes of a node's outputs. Throws for an operator that no graph of the models has. */
function outputShapes(node: OnnxNode, known: Known): readonly Shape[] {
  const { constants, of, fresh } = known;
  const [a = "", b = ""] = node.inputs;
  const given = constants.get(b);
  const constant = given ?? [];
  switch (node.operator) {
    case "Add":
    case "Mul":
      return [broadcast(of(a), of(b))];
    case "Cos":
    case "Sin":
    case "Neg":
    case "Identity":
    case "Relu":
    case "Sigmoid":
    case "Softmax":
    case "SimplifiedLayerNormalization":
      return [of(a)];
    case "MatMul":
      return [[...of(a).slice(0, -1), ...of(b).slice(-1)]];
    case "Transpose":
      return [intsOf(node, "perm").map((axis) => of(a)[axis] ?? 1)];
    case "Reshape":
      return [given === undefined ? computedShape(of(b), fresh) : reshaped(of(a), given, fresh)];
    case "Conv":
      return [convolvedShape(node, known)];
    case "Slice":
      return [slicedShape(node, known)];
    case "ReduceProd":
      return [of(a).map(() => 1)];
    case "Concat":
      return [joinedShape(node, known)];
    case "Split": {
      const axis = axisOf(node, of(a).length);
      return constant.map((part) => of(a).map((size, i) => (i === axis ? part : size)));
    }
    case "Gather":
      return [[...of(b), ...of(a).slice(1)]];
    case "Unsqueeze": {
      const shape = [...of(a)];
      for (const axis of constant) shape.splice(axis, 0, 1);
      return [shape];
    }
    case "Range":
      return [[fresh()]];
    default:
      throw new Error(`The shape of ${node.operator} is not known here.`);
  }
}

/** The shape of every value of a graph. */
export function inferShapes(graph: OnnxGraph): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { name, dims } of [...graph.inputs, ...graph.initializers]) shapes.set(name, dims);
  let names = 0;
  const known: Known = {
    constants: constantsOf(graph),
    fresh: () => `unknown.${names++}`,
    of(name) {
      const shape = shapes.get(name ?? "");
      if (shape === undefined) throw new Error(`${name} has no shape.`);
      return shape;
    },
  };
  for (const node of graph.nodes) {
    const found = outputShapes(node, known);
    node.outputs.forEach((name, i) => void shapes.set(name, found[i] ?? []));
  }
  return shapes;
}
