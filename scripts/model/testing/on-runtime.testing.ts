/** For tests: a graph on ONNX Runtime's wasm backend, in float32, and random values to feed it. */

import * as ort from "onnxruntime-web/wasm";
import { seeded } from "../../../src/base/random.ts";
import { encodeModel, type OnnxGraph } from "../../../src/graph/onnx.ts";
import type { Value } from "../../../src/graph/testing/evaluate.testing.ts";

/** The outputs of a graph on ONNX Runtime. */
export async function onRuntime(
  graph: OnnxGraph,
  inputs: ReadonlyMap<string, Value>,
): Promise<ReadonlyMap<string, Value>> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(encodeModel(graph), { executionProviders: ["wasm"] });
  const feeds = graph.inputs.map(({ name, type }) => {
    const { dims, data } = inputs.get(name) as Value;
    return [
      name,
      type === "int64"
        ? new ort.Tensor("int64", BigInt64Array.from(Array.from(data, BigInt)), dims)
        : new ort.Tensor("float32", Float32Array.from(data), dims),
    ] as const;
  });
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return new Map(
    Object.entries(outputs).map(([name, { dims, data }]) => [
      name,
      { dims, data: Float64Array.from(data as Float32Array) },
    ]),
  );
}

/** Uniform values in [-1, 1) as float32 numbers, so that both precisions begin with the same ones. */
export function randomValue(dims: readonly number[], seed: number): Value {
  const random = seeded(seed);
  const length = dims.reduce((product, size) => product * size, 1);
  return { dims, data: Float64Array.from({ length }, () => Math.fround(2 * random.next() - 1)) };
}

/** |a - b| / |b| in the Euclidean norm. */
export function relativeDifference(a: Value | undefined, b: Value | undefined): number {
  const [found, expected] = [a?.data ?? new Float64Array(), b?.data ?? new Float64Array(1)];
  if (found.length !== expected.length) return Infinity;
  const length = (values: Float64Array): number => Math.hypot(...values);
  return length(found.map((value, i) => value - (expected[i] as number))) / length(expected);
}
