/** Buffers on the GPU that stand for arrays of weights and moments, so that graphs and kernels work on them where they lie. */

import type { DeviceNumbers } from "../../../shaders/optimizer/tensors.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { bindableBuffer, type Ort, tensorOver } from "../../engine/local/device/ort-tensors.ts";
import { readRows } from "../../engine/local/device/read-back.ts";
import type { Tensor } from "../../model/adapter.ts";
import { elementsOf } from "../../model/tensors.ts";

/**
 * Each array is uploaded when its buffer is first asked for. From then on the buffer has the numbers: what kernels do to it shows in
 * the array only after `fetch`.
 */
export interface DeviceArrays extends Disposable {
  readonly device: GPUDevice;
  numbers(values: Float32Array): DeviceNumbers;
  /** The same as an input of a graph. */
  tensor(values: Float32Array, dims: readonly number[]): Tensor;
  /** A tensor in a buffer of its own, which `fill` writes; it is destroyed when the tensor is released. */
  filled(dims: readonly number[], fill: (buffer: GPUBuffer) => void): Tensor;
  /** Lets the buffers of these arrays go; what kernels did to them is lost. */
  forget(arrays: Iterable<Float32Array>): void;
  /** Copies what the buffers of these arrays hold into the arrays; others are as they are. Faults: deviceLost, bug. */
  fetch(arrays: Iterable<Float32Array>): Promise<Outcome<null>>;
}

export function createDeviceArrays(ort: Ort, device: GPUDevice): DeviceArrays {
  const buffers = new Map<Float32Array, GPUBuffer>();
  const bufferOf = (values: Float32Array): GPUBuffer => {
    const known = buffers.get(values);
    if (known !== undefined) return known;
    const buffer = bindableBuffer(device, values.byteLength);
    device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    buffers.set(values, buffer);
    return buffer;
  };
  return {
    device,
    numbers: (values) => ({ buffer: bufferOf(values), length: values.length }),
    tensor: (values, dims) => tensorOver(ort, bufferOf(values), dims),
    filled(dims, fill) {
      const buffer = bindableBuffer(device, elementsOf(dims) * Float32Array.BYTES_PER_ELEMENT);
      fill(buffer);
      return tensorOver(ort, buffer, dims, () => buffer.destroy());
    },
    forget(arrays) {
      for (const values of arrays) {
        buffers.get(values)?.destroy();
        buffers.delete(values);
      }
    },
    async fetch(arrays) {
      for (const values of arrays) {
        const buffer = buffers.get(values);
        if (buffer === undefined) continue;
        const row = { kind: "device", rows: 1, vocabulary: values.length, buffer, offset: 0 } as const;
        const read = await readRows(device, row);
        if (!read.ok) return read;
        values.set(read.value.data);
      }
      return success(null);
    },
    [Symbol.dispose]() {
      for (const buffer of buffers.values()) buffer.destroy();
      buffers.clear();
    },
  };
}
