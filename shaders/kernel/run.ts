/**
 * Pipelines, buffers, dispatch and read-back. Everything that can fail on a device fails here, as a value: work is
 * encoded and submitted inside error scopes, and a lost device is distinguished from a bug.
 */
import { failure, faultFrom, type Outcome, success } from "../../src/base/outcome.ts";
import type { Access, Pass } from "./kernel.ts";

/** Milliseconds. A loss is reported by a promise of its own, often after the failure of the current work. */
const PATIENCE = 250;

/** Why a device was lost; null if it was not. If something on it has `failed`, waits briefly for the loss to be reported. */
export async function lossOf(device: GPUDevice, failed: boolean): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), failed ? PATIENCE : 0);
  });
  const lost = device.lost.then(({ message, reason }) => (message === "" ? reason : message));
  try {
    return await Promise.race([lost, patience]);
  } finally {
    clearTimeout(timer);
  }
}

const LOST = "the graphics device was lost";

const LAYOUT_TYPES = {
  uniform: "uniform",
  read: "read-only-storage",
  write: "storage",
} as const satisfies Record<Access, GPUBufferBindingType>;

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** The pipelines of a device, and the key of a pass among them. */
function knownTo(device: GPUDevice, { name, variant = "", constants }: Pass) {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, known);
  return { known, key: `${name} ${variant} ${JSON.stringify(constants)}` };
}

function descriptionOf(device: GPUDevice, pass: Pass): GPUComputePipelineDescriptor {
  const layout = device.createBindGroupLayout({
    label: pass.name,
    entries: pass.bindings.map((access, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: LAYOUT_TYPES[access] },
    })),
  });
  return {
    label: pass.name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ label: pass.name, code: pass.wgsl }),
      entryPoint: "main",
      constants: { ...pass.constants },
    },
  };
}

/** The compiled pass, once per device. */
function pipelineOf(device: GPUDevice, pass: Pass): GPUComputePipeline {
  const { known, key } = knownTo(device, pass);
  const pipeline = known.get(key) ?? device.createComputePipeline(descriptionOf(device, pass));
  known.set(key, pipeline);
  return pipeline;
}

/**
 * Compiles passes that are not compiled yet, without blocking; false where that takes longer than so many milliseconds. What
 * is compiled too late is kept for another time. Faults: deviceLost, bug.
 */
export async function compileWithin(
  device: GPUDevice,
  passes: readonly Pass[],
  milliseconds: number,
): Promise<Outcome<boolean>> {
  const compiling = passes.map(async (pass) => {
    const { known, key } = knownTo(device, pass);
    if (!known.has(key)) known.set(key, await device.createComputePipelineAsync(descriptionOf(device, pass)));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return success(await Promise.race([Promise.all(compiling).then(() => true), late]));
  } catch (thrown) {
    return (await lossOf(device, true)) === null
      ? { ok: false, fault: faultFrom("bug", thrown) }
      : failure("deviceLost", LOST);
  } finally {
    clearTimeout(timer);
  }
}

/** Encodes one dispatch; `buffers` in the order of the pass's bindings. */
export function dispatch(
  device: GPUDevice,
  encoder: GPUComputePassEncoder,
  pass: Pass,
  buffers: readonly (GPUBufferBinding | GPUBuffer)[],
  groups: readonly [number, number],
): void {
  const pipeline = pipelineOf(device, pass);
  encoder.setPipeline(pipeline);
  encoder.setBindGroup(
    0,
    device.createBindGroup({
      label: pass.name,
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({
        binding,
        resource: "buffer" in buffer ? buffer : { buffer },
      })),
    }),
  );
  encoder.dispatchWorkgroups(groups[0], groups[1]);
}

/** What an arena's buffer is for. */
export type Purpose = "upload" | "work" | "result" | "uniform" | "readBack";

function usageOf(purpose: Purpose): GPUBufferUsageFlags {
  switch (purpose) {
    case "upload":
      return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    case "work":
      return GPUBufferUsage.STORAGE;
    case "result":
      return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    case "uniform":
      return GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    case "readBack":
      return GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    default:
      return purpose satisfies never;
  }
}

/** Buffers that live as long as one measurement; all are destroyed at its end. */
export interface Arena extends Disposable {
  buffer(bytes: number, purpose: Purpose): GPUBuffer;
  /** A buffer that holds `data` from the start. */
  filled(data: ArrayBuffer, purpose: "upload" | "uniform"): GPUBuffer;
}

export function arenaOf(device: GPUDevice): Arena {
  const buffers: GPUBuffer[] = [];
  const buffer = (bytes: number, purpose: Purpose): GPUBuffer => {
    // An empty buffer cannot be bound, and copies are of whole words.
    const made = device.createBuffer({
      size: Math.max(16, Math.ceil(bytes / 4) * 4),
      usage: usageOf(purpose),
    });
    buffers.push(made);
    return made;
  };
  return {
    buffer,
    filled(data, purpose) {
      const made = buffer(data.byteLength, purpose);
      device.queue.writeBuffer(made, 0, data);
      return made;
    },
    [Symbol.dispose]() {
      for (const made of buffers) made.destroy();
    },
  };
}

/** Runs `work`, which must encode and submit without awaiting, inside error scopes. */
export async function guarded<T>(device: GPUDevice, work: () => T): Promise<Outcome<T>> {
  device.pushErrorScope("internal");
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  let outcome: Outcome<T>;
  try {
    outcome = success(work());
  } catch (thrown) {
    outcome = { ok: false, fault: faultFrom("bug", thrown) };
  }
  const scopes = [device.popErrorScope(), device.popErrorScope(), device.popErrorScope()];
  const [validation, memory, internal] = await Promise.all(scopes.map((scope) => scope.catch(() => null)));
  const error = validation ?? internal;
  const failed = !outcome.ok || Boolean(memory ?? error);
  if ((await lossOf(device, failed)) !== null) return failure("deviceLost", LOST);
  if (memory) return failure("outOfMemory", `the graphics device has no room: ${memory.message}`);
  return error ? failure("bug", `the graphics device refused: ${error.message}`) : outcome;
}

/** A buffer to be mapped, and which bytes of it belong to which result. */
export interface ReadBack<Result extends string> {
  readonly target: GPUBuffer;
  readonly places: readonly { readonly result: Result; readonly from: number; readonly to: number }[];
}

/** Copies every result whole into one buffer that can be mapped, and submits. */
export function readBack<Result extends string>(
  device: GPUDevice,
  arena: Arena,
  results: Readonly<Record<Result, GPUBuffer>>,
): ReadBack<Result> {
  let end = 0;
  const places = (Object.keys(results) as Result[]).map((result) => {
    const from = end;
    end += results[result].size;
    return { result, from, to: end };
  });
  const target = arena.buffer(end, "readBack");
  const commands = device.createCommandEncoder();
  for (const { result, from, to } of places) {
    commands.copyBufferToBuffer(results[result], 0, target, from, to - from);
  }
  device.queue.submit([commands.finish()]);
  return { target, places };
}

/** The words of each result, once the device has finished them. Faults: deviceLost, bug. */
export async function wordsOf<Result extends string>(
  device: GPUDevice,
  { target, places }: ReadBack<Result>,
): Promise<Outcome<Record<Result, Uint32Array>>> {
  try {
    await target.mapAsync(GPUMapMode.READ);
  } catch (thrown) {
    return (await lossOf(device, true)) === null
      ? { ok: false, fault: faultFrom("bug", thrown) }
      : failure("deviceLost", LOST);
  }
  const words = new Uint32Array(target.getMappedRange().slice(0));
  const cuts = places.map(({ result, from, to }) => [result, words.subarray(from / 4, to / 4)]);
  return success(Object.fromEntries(cuts) as Record<Result, Uint32Array>);
}
