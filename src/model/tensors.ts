/** Tensors in ordinary memory, in the number type that the graph declares. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { FloatTensor, Graph, HostTensor, Port, Span, Tensor } from "./adapter.ts";
import { float16Bits, float16Value } from "./float16.ts";

export function range(start: number, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => start + i);
}

/** How many numbers a tensor of these dimensions has. */
export function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

export function integerTensor(dims: readonly number[], values: readonly number[]): HostTensor {
  return { place: "host", dims, data: BigInt64Array.from(values, BigInt) };
}

/** Numbers as float32, or as float16 if the port declares it (some exports also have float16 inputs). */
export function floatTensor(
  port: Port | undefined,
  dims: readonly number[],
  values: Float32Array,
): HostTensor {
  return { place: "host", dims, data: port?.type === "float16" ? halves(values) : values };
}

/** Bytes of 0 and 1 in the port's type: exports declare masks as bool, int64 or a float. */
export function maskTensor(port: Port | undefined, dims: readonly number[], bytes: Uint8Array): HostTensor {
  if (port?.type === "bool") return { place: "host", dims, data: bytes };
  if (port?.type === "int64") return { place: "host", dims, data: BigInt64Array.from(bytes, BigInt) };
  return floatTensor(port, dims, Float32Array.from(bytes));
}

function halves(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, float16Bits);
}

/** A tensor of real numbers as float32; null for one on the GPU or of another type. */
export function asFloats(tensor: Tensor | undefined): FloatTensor | null {
  if (tensor?.place !== "host") return null;
  if (tensor.data instanceof Float32Array) return { ...tensor, data: tensor.data };
  if (tensor.data instanceof Uint16Array)
    return { ...tensor, data: Float32Array.from(tensor.data, float16Value) };
  return null;
}

/** The output of that name as float32 in memory. */
export function floatOutput(outputs: Readonly<Record<string, Tensor>>, name: string): Outcome<FloatTensor> {
  const floats = asFloats(outputs[name]);
  return floats === null
    ? failure("bug", `The graph's output ${name} is not a floating-point tensor in memory.`)
    : success(floats);
}

export function portOf(ports: readonly Port[], name: string): Port | undefined {
  return ports.find((port) => port.name === name);
}

/** Only the feeds that the graph declares: exports differ in whether they have inputs for positions or a mask of all ones. */
export function declaredFeeds(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    Object.entries(feeds).filter(([name]) => portOf(graph.inputs, name) !== undefined),
  );
}

/**
 * Logits in the form that the kernels read. Float16 logits are converted in memory; on the GPU they would need a kernel of
 * their own, and no known export produces them.
 */
export function readableLogits(graph: Graph, name: string, logits: Tensor | undefined): Outcome<Tensor> {
  if (logits === undefined) return failure("bug", `The graph returned no ${name}.`);
  if (logits.place === "device") {
    const type = portOf(graph.outputs, name)?.type;
    if (type === "float32") return success(logits);
    logits[Symbol.dispose]();
    return failure(
      "unsupported",
      `The model's ${name} are ${type} on the GPU, where only float32 is supported.`,
      "Open the page with ?run=wasm, or use another precision of the decoder.",
    );
  }
  const floats = asFloats(logits);
  return floats === null
    ? failure("badInput", `The model's ${name} are not floating-point numbers.`)
    : success(floats);
}

/** The elements of tensors in ordinary memory, one span after the other; all of the first span's number type. */
export function assembleOnHost(dims: readonly number[], spans: readonly Span[]): HostTensor {
  const parts = spans.map(({ tensor, start, length }) => {
    if (tensor.place === "device") throw new Error("a device tensor among those in memory");
    return tensor.data.subarray(start, start + length);
  });
  const length = elementsOf(dims);
  const [first = new Float32Array(0)] = parts;
  const data = new (first.constructor as new (length: number) => typeof first)(length);
  let at = 0;
  for (const part of parts) {
    data.set(part as never, at);
    at += part.length;
  }
  return { place: "host", dims, data };
}
