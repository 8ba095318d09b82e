/** The optimizer's kernels against float64 on random, golden and hostile tensors, on a device of poisoned, oversized buffers too. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../src/base/proof.testing.ts";
import { seeded } from "../../src/base/random.ts";
import { type AdamWSettings, adamWStep } from "../../src/math/optimization/adamw.ts";
import { blend, SUM } from "../../src/math/optimization/blend.ts";
import { clipScale, gradientNorm } from "../../src/math/optimization/clip.ts";
import vectors from "../../src/math/optimization/optimization.vectors.json";
import { expectNear, testDevice, unwrapped } from "../testing/device.testing.ts";
import { poisoned } from "../testing/poison.testing.ts";
import { adamWKernel, adamWOnDevice } from "./adamw.ts";
import { blendKernel, blendOnDevice } from "./blend.ts";
import { normKernel, normOnDevice } from "./norm.ts";
import type { DeviceNumbers } from "./tensors.ts";

const device = await testDevice();
const runs = () => ({ numRuns: extent(10, 100, "random tensors"), seed: 3 });

/** Tensors on a device until the end of a block, and what they hold there. */
function workbench(on: GPUDevice) {
  const buffers: GPUBuffer[] = [];
  return {
    put(values: ArrayLike<number>): DeviceNumbers {
      const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
      const size = Math.max(16, 4 * values.length);
      const buffer = on.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
      on.queue.writeBuffer(buffer, 0, Float32Array.from(values));
      buffers.push(buffer);
      return { buffer, length: values.length };
    },
    async get({ buffer, length }: DeviceNumbers): Promise<Float32Array> {
      const size = Math.max(4, 4 * length);
      const copy = on.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      const commands = on.createCommandEncoder();
      commands.copyBufferToBuffer(buffer, 0, copy, 0, size);
      on.queue.submit([commands.finish()]);
      await copy.mapAsync(GPUMapMode.READ);
      const floats = new Float32Array(copy.getMappedRange().slice(0, 4 * length));
      copy.destroy();
      return floats;
    },
    [Symbol.dispose]() {
      for (const buffer of buffers) buffer.destroy();
    },
  };
}

const normals = (length: number, seed: number, size: number): Float32Array => {
  const random = seeded(seed);
  return Float32Array.from({ length }, () => size * random.normal());
};
const largestOf = (...all: readonly Float32Array[]): number =>
  all.reduce((most, of) => of.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);

const lengths = fc.oneof(fc.constantFrom(0, 1, 127, 128, 129, 4097), fc.integer({ min: 0, max: 3000 }));
const sizes = fc.constantFrom(1e-30, 1e-12, 1e-3, 1, 1e3, 1e17, 1e30);

async function proveBlend(on: GPUDevice, length: number, seed: number, kept: number, added: number) {
  using bench = workbench(on);
  const [into, other] = [normals(length, seed, 3), normals(length, seed + 1, 3)];
  const pair = { into: bench.put(into), other: bench.put(other) };
  unwrapped(await blendOnDevice(on, [pair], { kept, added }));
  const scale = largestOf(into, other) + 1e-37;
  blend(into, other, { kept, added });
  const { tolerance } = blendKernel;
  expectNear("blend", await bench.get(pair.into), into, {
    ...tolerance,
    absolute: tolerance.absolute * scale,
  });
  expect(await bench.get(pair.other)).toEqual(other);
}

test("random tensors: blend", async () => {
  const share = fc.constantFrom(-1, 0, 0.05, 0.5, 0.95, 1);
  const one = fc.record({ length: lengths, seed: fc.integer(), kept: share, added: share });
  await fc.assert(
    fc.asyncProperty(one, ({ length, seed, kept, added }) => proveBlend(device, length, seed, kept, added)),
    runs(),
  );
});

test("what is infinite, undefined or too large for a sum becomes infinite; other shares and lengths are refused", async () => {
  using bench = workbench(device);
  const into = bench.put([1, Infinity, -Infinity, Number.NaN, 2e38, -3e38, 1e38, 4]);
  const other = bench.put([Infinity, 1, 1, 1, 1, 1, 1e38, 5]);
  unwrapped(await blendOnDevice(device, [{ into, other }], SUM));
  const found = await bench.get(into);
  expect([...found].map((value) => (Number.isNaN(value) ? "none" : value))).toEqual([
    ...[Infinity, Infinity, -Infinity, "none", Infinity, -Infinity],
    ...[Math.fround(2e38), 9],
  ]);
  const few = bench.put([1, 2]);
  const refused = [
    blendOnDevice(device, [{ into, other }], { kept: 1.5, added: 0 }),
    blendOnDevice(device, [{ into, other }], { kept: 1, added: Number.NaN }),
    blendOnDevice(device, [{ into, other: few }], SUM),
  ];
  for (const outcome of await Promise.all(refused))
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

async function proveNorm(on: GPUDevice, shapes: readonly (readonly [length: number, size: number])[]) {
  using bench = workbench(on);
  const tensors = shapes.map(([length, size], i) => normals(length, i + length, size));
  const norm = unwrapped(await normOnDevice(on, tensors.map(bench.put)));
  expectNear("norm", [norm], [gradientNorm(tensors)], normKernel.tolerance);
}

test("random tensors: norm", async () => {
  const shapes = fc.array(fc.tuple(lengths, sizes), { minLength: 0, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(shapes, (of) => proveNorm(device, of)),
    runs(),
  );
});

test("norm: numbers at the ends of float32, and infinite ones wherever they are", async () => {
  using bench = workbench(device);
  const hostile = [
    [3.4e38, -3.4e38],
    [2 ** -126, 2 ** -125],
    [0, -0, 0],
    [1e-45, 1],
  ];
  for (const values of hostile) {
    const norm = unwrapped(await normOnDevice(device, [bench.put(values)]));
    expectNear(String(values), [norm], [Math.hypot(...values.map(Math.fround))], normKernel.tolerance);
  }
  for (const stray of [Infinity, -Infinity, Number.NaN]) {
    const values = new Float32Array(300);
    values[299] = stray;
    expect(unwrapped(await normOnDevice(device, [bench.put([1]), bench.put(values)]))).toBe(Infinity);
  }
});

interface AdamWCase {
  readonly length: number;
  readonly seed: number;
  readonly size: number;
  readonly most: number;
  readonly step: number;
  readonly settings: AdamWSettings;
}

async function proveAdamW(on: GPUDevice, { length, seed, size, most, step, settings }: AdamWCase) {
  using bench = workbench(on);
  const [weights, gradient] = [normals(length, seed, 1), normals(length, seed + 1, size)];
  const norm = gradientNorm([gradient]);
  const scale = clipScale(norm, most);
  const first = normals(length, seed + 2, size * scale);
  const second = normals(length, seed + 3, size * scale).map((value) => value * value);
  const tensors = {
    weights: bench.put(weights),
    gradient: bench.put(gradient),
    first: bench.put(first),
    second: bench.put(second),
  };
  unwrapped(await adamWOnDevice(on, [tensors], { norm, scale }, settings, step));
  const clipped = gradient.map((value) => value * scale);
  const before = { first: largestOf(first, clipped), second: largestOf(second) + largestOf(clipped) ** 2 };
  adamWStep(weights, clipped, { first, second }, settings, step);
  const { tolerance } = adamWKernel;
  const within = (most: number) => ({ ...tolerance, absolute: tolerance.absolute * most + 1e-37 });
  expectNear("first", await bench.get(tensors.first), first, within(before.first));
  expectNear("second", await bench.get(tensors.second), second, within(before.second));
  // A move is the rate times a quotient of moments that may be any size.
  const moves = first.map((m, i) => m / (Math.sqrt(second[i] as number) + settings.epsilon));
  const move = (settings.rate / (1 - settings.beta1 ** step)) * Math.max(1, largestOf(moves));
  expectNear("weights", await bench.get(tensors.weights), weights, within(largestOf(weights) + 30 * move));
}

const adamWCases: fc.Arbitrary<AdamWCase> = fc.record({
  length: lengths,
  seed: fc.integer(),
  size: fc.constantFrom(1e-30, 1e-12, 1e-3, 1, 1e3, 1e15),
  most: fc.constantFrom(1, 1e3),
  step: fc.constantFrom(1, 2, 7, 1000),
  settings: fc.record({
    rate: fc.constantFrom(1e-5, 3e-4, 0.01),
    beta1: fc.constantFrom(0.8, 0.9),
    beta2: fc.constantFrom(0.95, 0.98, 0.999),
    epsilon: fc.constantFrom(1e-8, 1e-6),
    weightDecay: fc.constantFrom(0, 0.1),
  }),
});

test("random tensors: AdamW", async () => {
  await fc.assert(
    fc.asyncProperty(adamWCases, (given) => proveAdamW(device, given)),
    runs(),
  );
});

test("AdamW and clipping give PyTorch's numbers", async () => {
  using bench = workbench(device);
  const { start, settings, steps } = vectors.adamw;
  const none = new Float32Array(start.length);
  const moved = { weights: bench.put(start), first: bench.put(none), second: bench.put(none) };
  for (const [index, step] of steps.entries()) {
    const gradient = bench.put(step.gradient);
    const scaled = { norm: unwrapped(await normOnDevice(device, [gradient])), scale: 1 };
    unwrapped(await adamWOnDevice(device, [{ ...moved, gradient }], scaled, settings, index + 1));
    expectNear("weights", await bench.get(moved.weights), step.weights, adamWKernel.tolerance);
  }
  const gradients = vectors.clip.gradients.map(bench.put);
  const norm = unwrapped(await normOnDevice(device, gradients));
  for (const { most, norm: expected, clipped } of vectors.clip.cases) {
    expectNear("norm", [norm], [expected], normKernel.tolerance);
    const scaled = vectors.clip.gradients.flat().map((value) => value * clipScale(norm, most));
    expectNear("clipped", scaled, clipped.flat(), normKernel.tolerance);
  }
});

test("AdamW refuses a gradient that is not finite, and what float32 has no room for, and moves nothing", async () => {
  using bench = workbench(device);
  const settings = { ...vectors.adamw.settings };
  const of = (values: readonly number[]) => ({
    weights: bench.put([1, 2]),
    gradient: bench.put(values),
    first: bench.put([0, 0]),
    second: bench.put([0, 0]),
  });
  const tensors = of([1, 1]);
  const refused = [
    adamWOnDevice(device, [tensors], { norm: Infinity, scale: 0 }, settings, 1),
    adamWOnDevice(device, [tensors], { norm: 1e20, scale: 1 }, settings, 1),
    adamWOnDevice(device, [tensors], { norm: 1, scale: 1 }, { ...settings, epsilon: 0 }, 1),
    adamWOnDevice(device, [of([1, 2, 3])], { norm: 1, scale: 1 }, settings, 1),
  ];
  for (const outcome of await Promise.all(refused))
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  expect(await bench.get(tensors.weights)).toEqual(Float32Array.of(1, 2));
});

test("the optimizer's kernels write nothing outside, and read nothing that nobody wrote", async () => {
  const poison = poisoned(device);
  for (const length of [0, 1, 129, 1000]) {
    await proveBlend(poison.device, length, 1, 0.9, 0.1);
    await proveNorm(poison.device, [
      [length, 1],
      [3, 1],
    ]);
    const settings = { rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.1 };
    await proveAdamW(poison.device, { length, seed: 1, size: 1, most: 1, step: 2, settings });
    const { buffers, touched } = await poison.inspect();
    expect(buffers).toBeGreaterThan(7);
    expect(touched).toBe(0);
  }
});
