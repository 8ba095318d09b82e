/** Copies logits from the GPU into ordinary memory, for the float64 reference and for sampling. */
import { lossOf } from "../../../../shaders/kernel/run.ts";
import { failure, faultFrom, type Outcome, success } from "../../../base/outcome.ts";
import type { DeviceRows, HostRows } from "../../../math/support/pair.ts";

/** Reads float32 rows back. Faults: deviceLost if the device is lost meanwhile, otherwise bug. */
export async function readRows(device: GPUDevice, rows: DeviceRows): Promise<Outcome<HostRows>> {
  const bytes = rows.rows * rows.vocabulary * 4;
  const staging = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(rows.buffer, rows.offset, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const data = new Float32Array(staging.getMappedRange().slice(0));
    return success({ kind: "host", rows: rows.rows, vocabulary: rows.vocabulary, data });
  } catch (thrown) {
    const loss = await lossOf(device, true);
    if (loss !== null) return failure("deviceLost", `The GPU was lost: ${loss}`);
    return { ok: false, fault: faultFrom("bug", thrown) };
  } finally {
    staging.destroy();
  }
}
