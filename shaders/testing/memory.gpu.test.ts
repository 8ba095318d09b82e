/** What kernels take on the device beyond the logits, and matrices larger than one binding. */
import { expect, test } from "vitest";
import { seeded } from "../../src/base/random.ts";
import type { DeviceRows, HostRows } from "../../src/math/support/pair.ts";
import type { Rows } from "../kernel/encode.ts";
import { comparePairsOnDevice } from "../pair/pair.ts";
import { supportRowsOnDevice } from "../support/support.ts";
import { checkPair, expectSamePair, filled, onDevice, testDevice, unwrapped } from "./device.testing.ts";
import { overlaid } from "./overlaid.testing.ts";

const device = await testDevice();

const MOST_BYTES = 64e6;
const LARGE = { rows: 1024, vocabulary: 151_936 };
/** Milliseconds: every kernel is a program to compile, seconds each on a busy machine. */
const PATIENCE = 180_000;
const options = { temperature: 1, beta: 0.5, k: 1024 };

/** Bytes of live buffers, and the most there were at once. */
function meter() {
  let now = 0;
  let most = 0;
  return {
    most: () => most,
    watch(buffer: GPUBuffer): GPUBuffer {
      const { size } = buffer;
      const destroy = buffer.destroy.bind(buffer);
      now += size;
      most = Math.max(most, now);
      buffer.destroy = () => {
        now -= size;
        destroy();
      };
      return buffer;
    },
  };
}

/** A device that counts the bytes of its buffers. */
function counting() {
  const { most, watch } = meter();
  const counted = overlaid(device, { createBuffer: (descriptor) => watch(device.createBuffer(descriptor)) });
  return { device: counted, most };
}

const nothing = () => undefined;

/** A device that counts the same bytes but neither has them nor computes: for shapes too large for a software adapter. */
function pretending() {
  const { most, watch } = meter();
  const buffer = (size: number) =>
    ({
      size,
      destroy: nothing,
      mapAsync: async () => {},
      getMappedRange: () => new ArrayBuffer(size),
    }) as unknown;
  const encoder = {
    setPipeline: nothing,
    setBindGroup: nothing,
    dispatchWorkgroups: nothing,
    end: nothing,
    copyBufferToBuffer: nothing,
    finish: nothing,
    beginComputePass: () => encoder,
  };
  const pretended = overlaid(device, {
    createBuffer: ({ size }) => watch(buffer(size) as GPUBuffer),
    createShaderModule: () => ({}) as GPUShaderModule,
    createComputePipeline: () => ({ getBindGroupLayout: nothing }) as unknown as GPUComputePipeline,
    createBindGroup: () => ({}) as GPUBindGroup,
    createCommandEncoder: () => encoder as unknown as GPUCommandEncoder,
    queue: { submit: nothing, writeBuffer: nothing } as unknown as GPUQueue,
  });
  return { device: pretended, most, buffer: (size: number) => buffer(size) as GPUBuffer };
}

const zeros = ({ rows, vocabulary }: typeof LARGE): HostRows => ({
  kind: "host",
  rows,
  vocabulary,
  data: new Float32Array(rows * vocabulary),
});

async function measure(on: GPUDevice, student: Rows, teacher: Rows) {
  const ids = new Uint32Array(student.rows);
  unwrapped(await comparePairsOnDevice(on, student, teacher, ids, options));
  unwrapped(
    await supportRowsOnDevice(on, student, teacher, {
      ...options,
      from: "student",
      rest: "tail",
      divergence: { kind: "jsd", beta: 0.5 },
    }),
  );
}

test(
  "what is counted without computing is what a computation takes",
  async () => {
    const rows = zeros({ rows: 24, vocabulary: 49_280 });
    const [real, pretended] = [counting(), pretending()];
    await measure(real.device, rows, rows);
    await measure(pretended.device, rows, rows);
    expect(real.most()).toBeGreaterThan(1e6);
    expect(pretended.most()).toBe(real.most());
  },
  PATIENCE,
);

test("1,024 rows of 151,936 logits need at most 64 MB beside the logits on the device", async () => {
  const { device: pretended, most, buffer } = pretending();
  for (const format of ["f32", "f16"] as const) {
    const bytes = LARGE.rows * LARGE.vocabulary * 4;
    const rows: DeviceRows = { kind: "device", ...LARGE, buffer: buffer(bytes), offset: 0, format };
    await measure(pretended, rows, rows);
  }
  expect(most()).toBeGreaterThan(8e6);
  expect(most()).toBeLessThanOrEqual(MOST_BYTES);
});

test("and at most 64 MB with the uploads where the logits are in memory", async () => {
  const { device: pretended, most } = pretending();
  // Never touched, so that no memory stands behind it.
  const rows = zeros(LARGE);
  await measure(pretended, rows, rows);
  expect(most()).toBeLessThanOrEqual(MOST_BYTES);
});

test(
  "where a binding holds few rows, rows are taken a few at a time",
  async () => {
    const limit = 65_536;
    let widest = 0;
    const narrow = overlaid(device, {
      limits: overlaid(device.limits, { maxStorageBufferBindingSize: limit }),
      createBindGroup(descriptor) {
        for (const { resource } of descriptor.entries) {
          const { buffer, size } = resource as GPUBufferBinding;
          widest = Math.max(widest, size ?? buffer.size);
        }
        return device.createBindGroup(descriptor);
      },
    });
    const random = seeded(12);
    const [student, teacher] = [0, 1].map(() => filled(23, 4003, () => 3 * random.normal())) as [
      HostRows,
      HostRows,
    ];
    const ids = Uint32Array.from({ length: 23 }, () => random.below(4003));
    await checkPair(narrow, student, teacher, ids, { temperature: 0.7, beta: 0.1, k: 9 });
    const [there, alsoThere] = [onDevice(device, student, 3, 9), onDevice(device, teacher, 130, 1)];
    const divergence = { kind: "jsd", beta: 0.5 } as const;
    const few = { ...options, k: 9, from: "teacher", rest: "tail", divergence } as const;
    const whole = await comparePairsOnDevice(device, student, teacher, ids, few);
    expectSamePair(
      unwrapped(await comparePairsOnDevice(narrow, there, alsoThere, ids, few)),
      unwrapped(whole),
    );
    expect(await supportRowsOnDevice(narrow, there, alsoThere, few)).toEqual(
      await supportRowsOnDevice(device, student, teacher, few),
    );
    expect(widest).toBeGreaterThan(limit / 2);
    expect(widest).toBeLessThanOrEqual(limit);
    for (const { buffer } of [there, alsoThere]) buffer.destroy();
  },
  PATIENCE,
);

test("a row that no binding holds is refused", async () => {
  const narrow = overlaid(device, { limits: overlaid(device.limits, { maxStorageBufferBindingSize: 4096 }) });
  const rows = filled(1, 2000, (token) => token);
  const outcome = await comparePairsOnDevice(narrow, rows, rows, Uint32Array.of(0), { ...options, k: 1 });
  expect(outcome.ok ? null : outcome.fault.kind).toBe("unsupported");
});
