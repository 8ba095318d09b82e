/** What the graphics device holds now. ONNX Runtime makes its buffers on our device, so they are counted with ours. */

/**
 * Counts the bytes of all buffers made on a device from now on until they are destroyed; returns how to read the sum.
 * A buffer that is dropped without being destroyed counts until it is collected.
 */
export function countBuffers(device: GPUDevice): () => number {
  let bytes = 0;
  const collected = new FinalizationRegistry<number>((size) => {
    bytes -= size;
  });
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const { size } = buffer;
    const destroy = buffer.destroy.bind(buffer);
    let open = true;
    bytes += size;
    collected.register(buffer, size, buffer);
    buffer.destroy = () => {
      if (open) {
        open = false;
        bytes -= size;
        collected.unregister(buffer);
      }
      return destroy();
    };
    return buffer;
  };
  return () => bytes;
}
