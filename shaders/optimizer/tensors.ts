/** What the optimizer's kernels share: tensors that lie in buffers of the device, and a dispatch for each of them. */
import { type Outcome, success } from "../../src/base/outcome.ts";
import type { Pass } from "../kernel/kernel.ts";
import { type Arena, arenaOf, dispatch, guarded } from "../kernel/run.ts";

/** Float32 numbers at the start of a buffer that may be larger. */
export interface DeviceNumbers {
  readonly buffer: GPUBuffer;
  readonly length: number;
}

/** Invocations of a workgroup; a power of two. */
export const INVOCATIONS = 128;

/** Workgroups beyond this many are not dispatched: each invocation then owns several numbers. */
const MOST_GROUPS = 1024;

/** Workgroups of a kernel whose invocations share so many numbers. */
export function groupsFor(length: number): readonly [number, number] {
  return [Math.max(1, Math.min(MOST_GROUPS, Math.ceil(length / INVOCATIONS))), 1];
}

/** The part of a buffer that holds the tensor's numbers; what is empty still has a word to bind. */
export function boundTo({ buffer, length }: DeviceNumbers): GPUBufferBinding {
  return { buffer, size: Math.max(4, length * 4) };
}

/** Runs a pass once for each of some tensors; `bind` gives its buffers and workgroups. Faults: outOfMemory, deviceLost, bug. */
export async function forEach<Tensors>(
  device: GPUDevice,
  pass: Pass,
  all: readonly Tensors[],
  bind: (
    tensors: Tensors,
    arena: Arena,
  ) => readonly [buffers: readonly (GPUBufferBinding | GPUBuffer)[], groups: readonly [number, number]],
): Promise<Outcome<null>> {
  using arena = arenaOf(device);
  const submitted = await guarded(device, () => {
    const commands = device.createCommandEncoder();
    const encoder = commands.beginComputePass();
    for (const tensors of all) dispatch(device, encoder, pass, ...bind(tensors, arena));
    encoder.end();
    device.queue.submit([commands.finish()]);
  });
  return submitted.ok ? success(null) : submitted;
}
