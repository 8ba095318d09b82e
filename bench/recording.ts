/**
 * What a measurement dispatches, kept so that it can be timed again and again: so the bench times what the playground
 * runs, passes, constants and splits included, and need not know how a kernel is put together.
 */
import { overlaid } from "../shaders/testing/overlaid.testing.ts";

/** One dispatch, with the name of its pass. */
export interface Dispatched {
  readonly pass: string;
  /** Puts it into a pass once more, bind group and all. */
  encode(encoder: GPUComputePassEncoder): void;
}

export interface Recording extends Disposable {
  /** Measure on this one. Buffers that it makes live until the recording is disposed of. */
  readonly device: GPUDevice;
  readonly dispatches: readonly Dispatched[];
}

function watched(
  pass: GPUComputePassEncoder,
  note: (
    pipeline: GPUComputePipeline,
    bound: GPUBindGroup,
    groups: readonly [x: number, y: number | undefined],
  ) => void,
): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null;
  let bound: GPUBindGroup | null = null;
  return overlaid(pass, {
    setPipeline(next) {
      pipeline = next;
      return pass.setPipeline(next);
    },
    setBindGroup(index: number, next: GPUBindGroup | null | undefined) {
      bound = next ?? null;
      return pass.setBindGroup(index, next);
    },
    dispatchWorkgroups(x, y) {
      if (pipeline !== null && bound !== null) note(pipeline, bound, [x, y]);
      return pass.dispatchWorkgroups(x, y);
    },
  });
}

export function recordingOn(device: GPUDevice): Recording {
  const dispatches: Dispatched[] = [];
  const descriptors = new Map<GPUBindGroup, GPUBindGroupDescriptor>();
  const destroyers: (() => void)[] = [];
  const note: Parameters<typeof watched>[1] = (pipeline, bound, [x, y]) => {
    const descriptor = descriptors.get(bound) as GPUBindGroupDescriptor;
    dispatches.push({
      pass: pipeline.label,
      encode(encoder) {
        encoder.setPipeline(pipeline);
        encoder.setBindGroup(0, device.createBindGroup(descriptor));
        encoder.dispatchWorkgroups(x, y);
      },
    });
  };
  const recorder = overlaid(device, {
    createBuffer(descriptor) {
      const buffer = device.createBuffer(descriptor);
      destroyers.push(buffer.destroy.bind(buffer));
      buffer.destroy = () => undefined;
      return buffer;
    },
    createBindGroup(descriptor) {
      const made = device.createBindGroup(descriptor);
      descriptors.set(made, descriptor);
      return made;
    },
    createCommandEncoder(descriptor) {
      const commands = device.createCommandEncoder(descriptor);
      return overlaid(commands, {
        beginComputePass: (described) => watched(commands.beginComputePass(described), note),
      });
    },
  });
  return {
    device: recorder,
    dispatches,
    [Symbol.dispose]() {
      for (const destroy of destroyers) destroy();
    },
  };
}
