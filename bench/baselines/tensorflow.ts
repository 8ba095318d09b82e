/** Baseline (c): TensorFlow.js on its WebGPU backend, on our device, with the same logits as inputs and its results left there. */
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import type { DeviceRows } from "../../src/math/support/pair.ts";
import type { Sides } from "../row-benches.ts";
import type { Baseline, OnePassSet } from "./baseline.ts";

/** The backend as it was built to be used; its types are of an older edition of the WebGPU types. */
type Backend = new (device: GPUDevice, info: GPUAdapterInfo) => InstanceType<typeof WebGPUBackend>;

function oneSide(logits: tf.Tensor2D, flatIds: tf.Tensor1D) {
  const logProbs = tf.logSoftmax(logits) as tf.Tensor2D;
  const probs = tf.exp(logProbs);
  const gather = (value: tf.Tensor2D) => tf.gather(tf.reshape(value, [-1]), flatIds);
  const [logit, logProb] = [gather(logits), gather(logProbs)];
  const larger = tf.cast(tf.greater(logits, tf.expandDims(logit, 1)), "float32");
  return {
    logProbs,
    probs,
    logProb,
    logSumExp: tf.sub(logit, logProb),
    entropy: tf.neg(tf.sum(tf.mul(probs, logProbs), 1)),
    rank: tf.add(tf.sum(larger, 1), 1),
  };
}

function onePass(student: tf.Tensor2D, teacher: tf.Tensor2D, flatIds: tf.Tensor1D) {
  const [p, q] = [oneSide(student, flatIds), oneSide(teacher, flatIds)];
  const crossPQ = tf.neg(tf.sum(tf.mul(p.probs, q.logProbs), 1));
  const crossQP = tf.neg(tf.sum(tf.mul(q.probs, p.logProbs), 1));
  return {
    studentLogSumExp: p.logSumExp,
    teacherLogSumExp: q.logSumExp,
    studentEntropy: p.entropy,
    teacherEntropy: q.entropy,
    forwardKl: tf.sub(crossQP, q.entropy),
    reverseKl: tf.sub(crossPQ, p.entropy),
    crossEntropyStudentTeacher: crossPQ,
    crossEntropyTeacherStudent: crossQP,
    studentLogProb: p.logProb,
    teacherLogProb: q.logProb,
    studentRank: p.rank,
    teacherRank: q.rank,
  } satisfies Record<keyof OnePassSet, tf.Tensor>;
}

export async function tensorflowBaseline(
  device: GPUDevice,
  info: GPUAdapterInfo,
  { student, teacher, ids }: Sides,
): Promise<Baseline> {
  const { rows, vocabulary } = student;
  const name = "fovea-bench";
  if (tf.findBackend(name) === null) {
    tf.registerBackend(name, () => new (WebGPUBackend as unknown as Backend)(device, info));
    for (const kernel of tf.getKernelsForBackend("webgpu"))
      tf.registerKernel({ ...kernel, backendName: name });
  }
  await tf.setBackend(name);
  await tf.ready();
  const shape: [number, number] = [rows, vocabulary];
  const from = (side: DeviceRows) =>
    tf.tensor({ buffer: side.buffer, zeroCopy: true } as never, shape, "float32") as tf.Tensor2D;
  const [zs, zt] = [from(student), from(teacher)];
  const flatIds = tf.tensor1d(
    Array.from(ids, (id, row) => row * vocabulary + id),
    "int32",
  );
  let results: Readonly<Record<string, tf.Tensor>> = {};
  return {
    name: "TensorFlow.js, WebGPU",
    async run() {
      tf.dispose(Object.values(results));
      results = tf.tidy(() => onePass(zs, zt, flatIds));
      // The backend gathers commands and submits them when it likes; this makes it do so now.
      const backend = tf.backend() as unknown as { endComputePassEncoder(): void; submitQueue(): void };
      backend.endComputePassEncoder();
      backend.submitQueue();
    },
    async read() {
      const entries = Object.entries(results).map(
        async ([key, value]) => [key, Float32Array.from(await value.data())] as const,
      );
      return Object.fromEntries(await Promise.all(entries)) as unknown as OnePassSet;
    },
    async close() {
      tf.dispose(Object.values(results));
      flatIds.dispose();
    },
  };
}
