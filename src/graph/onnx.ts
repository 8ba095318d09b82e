/**
 * A small ONNX writer: enough of the protobuf wire format for graphs whose weights lie in a file beside
 * them (external data). Field numbers are those of onnx/onnx.proto3; output is byte-deterministic.
 */

export type ElementType = "float32" | "int64" | "bool" | "float16";

/** TensorProto.DataType. */
const elementCodes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float16: 10 };

export type Attribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "ints"; readonly values: readonly number[] }
  | { readonly kind: "text"; readonly value: string };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Where a tensor's bytes are: in the .onnx itself, or in a file beside it. */
export type TensorBytes =
  | { readonly kind: "inline"; readonly bytes: Uint8Array }
  | {
      readonly kind: "external";
      readonly location: string;
      readonly offset: number;
      readonly length: number;
    };

export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: TensorBytes;
}

/** An input or output; a dimension is a number or the name of a size known only at run time. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
}

const utf8 = new TextEncoder();

/** One array out of many. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function integerField(field: number, value: number): Uint8Array {
  return concatenate([varint(field << 3), varint(value)]);
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concatenate([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function textField(field: number, text: string): Uint8Array {
  return bytesField(field, utf8.encode(text));
}

function messageField(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatenate(parts));
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenate([varint((field << 3) | 5), bytes]);
}

function attributeFields(name: string, attribute: Attribute): Uint8Array[] {
  const head = textField(1, name);
  switch (attribute.kind) {
    case "float":
      return [head, floatField(2, attribute.value), integerField(20, 1)];
    case "int":
      return [head, integerField(3, attribute.value), integerField(20, 2)];
    case "ints":
      return [head, ...attribute.values.map((value) => integerField(8, value)), integerField(20, 7)];
    case "text":
      return [head, textField(4, attribute.value), integerField(20, 3)];
    default:
      return attribute satisfies never;
  }
}

function nodeFields(node: OnnxNode): Uint8Array[] {
  return [
    ...node.inputs.map((name) => textField(1, name)),
    ...node.outputs.map((name) => textField(2, name)),
    textField(4, node.operator),
    ...Object.entries(node.attributes).map(([name, value]) => messageField(5, attributeFields(name, value))),
  ];
}

function dataFields(data: TensorBytes): Uint8Array[] {
  if (data.kind === "inline") return [bytesField(9, data.bytes)];
  const entries: readonly [string, string][] = [
    ["location", data.location],
    ["offset", String(data.offset)],
    ["length", String(data.length)],
  ];
  const fields = entries.map(([key, value]) => messageField(13, [textField(1, key), textField(2, value)]));
  return [...fields, integerField(14, 1)];
}

function initializerFields(tensor: Initializer): Uint8Array[] {
  return [
    ...tensor.dims.map((size) => integerField(1, size)),
    integerField(2, elementCodes[tensor.type]),
    textField(8, tensor.name),
    ...dataFields(tensor.data),
  ];
}

function valueInfoFields(value: ValueInfo): Uint8Array[] {
  const dims = value.dims.map((size) =>
    messageField(1, [typeof size === "number" ? integerField(1, size) : textField(2, size)]),
  );
  const tensor = [integerField(1, elementCodes[value.type]), messageField(2, dims)];
  return [textField(1, value.name), messageField(2, [messageField(1, tensor)])];
}

/** The bytes of a ModelProto: IR version 8, the default operator set at `opset`. */
export function encodeModel(graph: OnnxGraph, opset = 17): Uint8Array<ArrayBuffer> {
  const body = [
    ...graph.nodes.map((node) => messageField(1, nodeFields(node))),
    textField(2, graph.name),
    ...graph.initializers.map((tensor) => messageField(5, initializerFields(tensor))),
    ...graph.inputs.map((value) => messageField(11, valueInfoFields(value))),
    ...graph.outputs.map((value) => messageField(12, valueInfoFields(value))),
  ];
  return concatenate([
    integerField(1, 8),
    textField(2, "fovea"),
    messageField(7, body),
    messageField(8, [textField(1, ""), integerField(2, opset)]),
  ]);
}
