/** Tensors of ONNX Runtime behind ours, in memory and in buffers of our device. */
import type { Tensor as OrtTensor } from "onnxruntime-web/jspi";
import type { DeviceTensor, HostTensor, Span, Tensor } from "../../../model/adapter.ts";

/** A build of ONNX Runtime. */
export type Ort = typeof import("onnxruntime-web/jspi");

let deviceTensors = 0;

/**
 * Live tensors on the GPU, counted so that a test can see them return to zero.
 * @internal only tests call it
 */
export function liveDeviceTensors(): number {
  return deviceTensors;
}

/** The ONNX Runtime tensor behind each of our device tensors, for feeding it back. */
const natives = new WeakMap<Tensor, OrtTensor>();

export function toOrt(ort: Ort, tensor: Tensor): OrtTensor {
  const native = natives.get(tensor);
  if (native !== undefined) return native;
  if (tensor.place === "device") throw new Error("a device tensor of another runtime");
  const { data, dims } = tensor;
  if (data instanceof Float32Array) return new ort.Tensor("float32", data, dims);
  if (data instanceof Uint16Array) return new ort.Tensor("float16", data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor("int64", data, dims);
  return new ort.Tensor("bool", data, dims);
}

/** Float16 data is a Float16Array if the browser has that type, otherwise bits; families receive bits. */
function hostData(native: OrtTensor): HostTensor["data"] {
  if (native.type !== "float16") return native.data as HostTensor["data"];
  const { buffer, byteOffset, byteLength } = native.data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, byteLength / Uint16Array.BYTES_PER_ELEMENT);
}

/** `onDispose` is called when a GPU tensor has been released. */
export function fromOrt(native: OrtTensor, onDispose: () => void): Tensor {
  if (native.location !== "gpu-buffer") return { place: "host", dims: native.dims, data: hostData(native) };
  deviceTensors++;
  let open = true;
  const tensor: Tensor = {
    place: "device",
    dims: native.dims,
    buffer: native.gpuBuffer as unknown as GPUBuffer,
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      deviceTensors--;
      native.dispose();
      onDispose();
    },
  };
  natives.set(tensor, native);
  return tensor;
}

/** Bytes per element of the types in which models keep data on the GPU. */
const ELEMENT_BYTES: Partial<Record<OrtTensor.Type, number>> = { float32: 4, float16: 2 };

/** A buffer of at least so many bytes that ONNX Runtime can bind: it binds whole buffers, in multiples of 16 bytes. */
export function bindableBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const size = Math.max(16, Math.ceil(bytes / 16) * 16);
  return device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
}

/** Assembles a tensor on the GPU, in a buffer of ours. The queue fills it before any run that uses it. */
export function assembleOnDevice(
  { ort, device }: { readonly ort: Ort; readonly device: GPUDevice | null },
  dims: readonly number[],
  spans: readonly Span[],
): Tensor {
  const { type } = natives.get((spans[0] as Span).tensor) as OrtTensor;
  const bytes = ELEMENT_BYTES[type];
  if (device === null || bytes === undefined) throw new Error(`no span of ${type} can be copied here`);
  const length = spans.reduce((sum, span) => sum + span.length, 0);
  const buffer = bindableBuffer(device, length * bytes);
  const encoder = device.createCommandEncoder();
  let at = 0;
  for (const span of spans) {
    const { buffer: from } = span.tensor as DeviceTensor;
    encoder.copyBufferToBuffer(from, span.start * bytes, buffer, at, span.length * bytes);
    at += span.length * bytes;
  }
  device.queue.submit([encoder.finish()]);
  const made = ort.Tensor.fromGpuBuffer(buffer as never, {
    dataType: type as "float32" | "float16",
    dims: [...dims],
    dispose: () => buffer.destroy(),
  });
  return fromOrt(made, () => undefined);
}

/**
 * A float32 tensor over a buffer of ours, which must be a `bindableBuffer` and outlive every run that is given the tensor;
 * `onRelease` is called when it is released.
 */
export function tensorOver(
  ort: Ort,
  buffer: GPUBuffer,
  dims: readonly number[],
  onRelease: () => void = () => undefined,
): Tensor {
  const native = ort.Tensor.fromGpuBuffer(buffer as never, { dataType: "float32", dims: [...dims] });
  const tensor: Tensor = { place: "device", dims, buffer, [Symbol.dispose]: onRelease };
  natives.set(tensor, native);
  return tensor;
}
