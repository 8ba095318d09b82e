/**
 * A device on which every storage buffer is larger than asked and full of poison, to prove that kernels write nothing
 * outside what is theirs and use nothing that nobody wrote. For tests.
 */

import { overlaid } from "./overlaid.testing.ts";

const EXTRA_BYTES = 512;
const POISON = 0xa5a5a5a5;

export interface PoisonedDevice {
  readonly device: GPUDevice;
  /** How many buffers were made since the last call, and how many words after their ends are no longer poison. */
  inspect(): Promise<{ readonly buffers: number; readonly touched: number }>;
}

interface Watched {
  readonly buffer: GPUBuffer;
  readonly end: number;
  readonly destroy: () => void;
}

function larger(device: GPUDevice, descriptor: GPUBufferDescriptor): Watched {
  const { size, usage } = descriptor;
  const buffer = device.createBuffer({
    ...descriptor,
    size: size + EXTRA_BYTES,
    usage: usage | GPUBufferUsage.COPY_SRC,
    mappedAtCreation: true,
  });
  new Uint32Array(buffer.getMappedRange()).fill(POISON);
  buffer.unmap();
  const destroy = buffer.destroy.bind(buffer);
  // Kept until it has been inspected.
  buffer.destroy = () => undefined;
  return { buffer, end: size, destroy };
}

async function touchedWords(device: GPUDevice, { buffer, end }: Watched): Promise<number> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const copy = device.createBuffer({ size: EXTRA_BYTES, usage });
  const commands = device.createCommandEncoder();
  commands.copyBufferToBuffer(buffer, end, copy, 0, EXTRA_BYTES);
  device.queue.submit([commands.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const touched = new Uint32Array(copy.getMappedRange()).filter((word) => word !== POISON).length;
  copy.destroy();
  return touched;
}

export function poisoned(device: GPUDevice): PoisonedDevice {
  let watched: Watched[] = [];
  const createBuffer = (descriptor: GPUBufferDescriptor): GPUBuffer => {
    if ((descriptor.usage & GPUBufferUsage.STORAGE) === 0) return device.createBuffer(descriptor);
    const made = larger(device, descriptor);
    watched.push(made);
    return made.buffer;
  };
  return {
    device: overlaid(device, { createBuffer }),
    async inspect() {
      const seen = watched;
      watched = [];
      let touched = 0;
      for (const each of seen) {
        touched += await touchedWords(device, each);
        each.destroy();
      }
      return { buffers: seen.length, touched };
    },
  };
}
