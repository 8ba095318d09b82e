/** Gradients of many rows times their weights, on the device, against float64 row by row. */
import { expect, test } from "vitest";
import { seeded } from "../../src/base/random.ts";
import { lossGradient } from "../../src/math/loss/divergence-gradient.ts";
import { surrogateGradient } from "../../src/math/loss/gradient.ts";
import { logSoftmax } from "../../src/math/rows/logits.ts";
import { rowOf } from "../../src/math/support/pair.ts";
import { expectNear, filled, onDevice, testDevice, unwrapped } from "../testing/device.testing.ts";
import { poisoned } from "../testing/poison.testing.ts";
import { reducedGradientKernel } from "./reduced-gradient.ts";
import { type WeightedLoss, weightedGradients } from "./weighted-gradients.ts";

const device = await testDevice();
const [rows, vocabulary] = [5, 131];
const ids = Uint32Array.of(0, 130, 7, 64, 3);
const divergence = { kind: "jsd", beta: 0.5 } as const;
const losses: readonly WeightedLoss[] = [
  { kind: "logProb", ids },
  { kind: "divergence", divergence, support: { kind: "full" } },
  { kind: "divergence", divergence, support: { kind: "topK", k: 9, from: "teacher", rest: "tail" } },
  { kind: "divergence", divergence, support: { kind: "topK", k: 9, from: "student", rest: "renormalise" } },
];

/** A storage buffer that can be copied from, with what it then holds; the caller destroys it. */
function result(on: GPUDevice, size: number) {
  const buffer = on.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  return {
    buffer,
    async floats() {
      const copy = on.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      const commands = on.createCommandEncoder();
      commands.copyBufferToBuffer(buffer, 0, copy, 0, size);
      on.queue.submit([commands.finish()]);
      await copy.mapAsync(GPUMapMode.READ);
      const found = new Float32Array(copy.getMappedRange().slice(0));
      copy.destroy();
      buffer.destroy();
      return found;
    },
  };
}

test.each(losses)("weighted gradients of every row: %j", async (loss) => {
  const random = seeded(4);
  const [student, teacher] = [0, 1].map(() => filled(rows, vocabulary, () => 2 * random.normal())) as [
    ReturnType<typeof filled>,
    ReturnType<typeof filled>,
  ];
  const weights = Float32Array.of(0.25, 0, -1.5, 1e-3, 1);
  const expected = Array.from({ length: rows }, (_, row) => {
    const [own, theirs] = [rowOf(student, row, "student"), rowOf(teacher, row, "teacher")];
    const gradient =
      loss.kind === "logProb"
        ? surrogateGradient(logSoftmax(own), 1, ids[row] as number)
        : lossGradient(own, theirs, { ...loss, temperature: 1 });
    return Array.from(gradient ?? [], (slope) => slope * (weights[row] as number));
  });
  const poison = poisoned(device);
  for (const on of [device, poison.device]) {
    const there = { student: onDevice(on, student, 3, 9), teacher: onDevice(on, teacher, 64, 0) };
    const { buffer, floats } = result(on, rows * vocabulary * 4);
    unwrapped(await weightedGradients(on, { ...there, weights }, loss, buffer));
    expectNear(loss.kind, await floats(), expected.flat(), reducedGradientKernel.tolerance);
    for (const side of Object.values(there)) side.buffer.destroy();
  }
  expect((await poison.inspect()).touched).toBe(0);
});

test("a weight of 0 silences a row whose divergence is infinite; bad weights, shapes and rows are refused", async () => {
  const student = filled(2, 4, (token) => token);
  const teacher = filled(2, 4, (token, row) => (row === 0 && token === 3 ? -Infinity : 0));
  const loss = { kind: "divergence", divergence: { kind: "reverseKl" }, support: { kind: "full" } } as const;
  const { buffer, floats } = result(device, 2 * 4 * 4);
  const small = result(device, 16);
  const bad = filled(2, 4, () => Number.NaN);
  const run = (weights: readonly number[], other = teacher, into = buffer) =>
    weightedGradients(device, { student, teacher: other, weights: Float32Array.from(weights) }, loss, into);
  const refused = [run([1]), run([1, Infinity]), run([1, 1], bad), run([1, 1], teacher, small.buffer)];
  for (const outcome of await Promise.all(refused))
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  unwrapped(await run([0, 1]));
  const found = await floats();
  expect([...found.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(found.subarray(4).some((slope) => slope !== 0)).toBe(true);
  await small.floats();
});
