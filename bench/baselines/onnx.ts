/**
 * Baseline (b): an ONNX graph of standard operators on ONNX Runtime's WebGPU backend, with the same logits on the same
 * device as inputs and its results left there.
 */
import * as ort from "onnxruntime-web/webgpu";
import { createGraph, type GraphBuilder } from "../../src/graph/graph-builder.ts";
import type { DeviceRows } from "../../src/math/support/pair.ts";
import type { Sides } from "../row-benches.ts";
import type { Baseline, OnePassSet } from "./baseline.ts";

interface SideValues {
  readonly logits: string;
  readonly logProbs: string;
  readonly probs: string;
}

const LAST_AXIS = { axis: -1 };
const FLOAT = { to: 1 };

function graphFor(rows: number, vocabulary: number, ids: Uint32Array): Uint8Array<ArrayBuffer> {
  const graph = createGraph("one-pass", new Map());
  const all = graph.integers([-1]);
  const axis = graph.integers([1]);
  const flatIds = graph.integers(Array.from(ids, (id, row) => row * vocabulary + id));
  const sum = (value: string) => graph.apply("ReduceSum", [value, axis], { keepdims: 0 });
  const emit = (name: string, value: string) => {
    graph.apply("Identity", [value], {}, name);
    graph.output(name, "float32", [rows]);
  };
  const sideOf = (name: string): SideValues => {
    const logits = graph.input(name, "float32", [rows, vocabulary]);
    const logProbs = graph.apply("LogSoftmax", [logits], LAST_AXIS);
    return { logits, logProbs, probs: graph.apply("Exp", [logProbs]) };
  };
  const [student, teacher] = [sideOf("student"), sideOf("teacher")];
  for (const [name, side, other, first, second] of [
    ["student", student, teacher, "reverseKl", "crossEntropyStudentTeacher"],
    ["teacher", teacher, student, "forwardKl", "crossEntropyTeacherStudent"],
  ] as const) {
    const entropy = graph.apply("Neg", [sum(graph.apply("Mul", [side.probs, side.logProbs]))]);
    const cross = graph.apply("Neg", [sum(graph.apply("Mul", [side.probs, other.logProbs]))]);
    emit(`${name}Entropy`, entropy);
    emit(second, cross);
    emit(first, graph.apply("Sub", [cross, entropy]));
    emitToken(graph, name, side, { flatIds, all, sum, emit });
  }
  return graph.encode();
}

/** What concerns the row's token: log-probability, log-sum-exp (its logit less that) and rank. */
function emitToken(
  graph: GraphBuilder,
  name: string,
  side: SideValues,
  tools: {
    readonly flatIds: string;
    readonly all: string;
    readonly sum: (value: string) => string;
    readonly emit: (name: string, value: string) => void;
  },
) {
  const gather = (value: string) =>
    graph.apply("Gather", [graph.apply("Reshape", [value, tools.all]), tools.flatIds], { axis: 0 });
  const [logit, logProb] = [gather(side.logits), gather(side.logProbs)];
  const column = graph.apply("Unsqueeze", [logit, graph.integers([1])]);
  const larger = graph.apply("Cast", [graph.apply("Greater", [side.logits, column])], FLOAT);
  tools.emit(`${name}LogProb`, logProb);
  tools.emit(`${name}LogSumExp`, graph.apply("Sub", [logit, logProb]));
  tools.emit(`${name}Rank`, graph.apply("Add", [tools.sum(larger), graph.floats([1], [1])]));
}

export async function onnxBaseline(device: GPUDevice, { student, teacher, ids }: Sides): Promise<Baseline> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const { rows, vocabulary } = student;
  const session = await ort.InferenceSession.create(graphFor(rows, vocabulary, ids), {
    executionProviders: [{ name: "webgpu", device } as ort.InferenceSession.WebGpuExecutionProviderOption],
    preferredOutputLocation: "gpu-buffer",
  });
  const tensor = (side: DeviceRows) =>
    ort.Tensor.fromGpuBuffer(side.buffer as never, { dataType: "float32", dims: [rows, vocabulary] });
  const feeds = { student: tensor(student), teacher: tensor(teacher) };
  let results: ort.InferenceSession.OnnxValueMapType | null = null;
  const drop = () => {
    for (const value of Object.values(results ?? {})) value.dispose();
    results = null;
  };
  return {
    name: "ONNX Runtime, WebGPU",
    async run() {
      drop();
      results = await session.run(feeds);
    },
    async read() {
      const entries = Object.entries(results ?? {}).map(
        async ([name, value]) => [name, Float32Array.from((await value.getData()) as Float32Array)] as const,
      );
      return Object.fromEntries(await Promise.all(entries)) as unknown as OnePassSet;
    },
    async close() {
      drop();
      await session.release();
    },
  };
}
