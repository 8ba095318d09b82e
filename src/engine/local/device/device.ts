/** Our only GPUDevice: requested with the adapter's limits, described, and watched for loss. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { AdapterFacts } from "../protocol.ts";

/** The limits and features that ONNX Runtime would request for its own device, where the adapter has them. */
const LIMITS = [
  "maxBindGroups",
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const;
const FEATURES: readonly GPUFeatureName[] = ["shader-f16", "subgroups", "timestamp-query"];

/** Whether an adapter is a software rasteriser, by its own flag or by a known name. */
export function isSoftware(info: {
  isFallbackAdapter?: boolean;
  architecture: string;
  description: string;
}): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|warp|basic render/i.test(`${info.architecture} ${info.description}`)
  );
}

function factsOf(adapter: GPUAdapter): AdapterFacts {
  const { info, limits } = adapter;
  const description = [info.vendor, info.architecture, info.description]
    .filter((part) => part !== "")
    .join(" ");
  return {
    description: description === "" ? "unnamed adapter" : description,
    software: isSoftware(info),
    features: [...adapter.features].sort(),
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
  };
}

/**
 * Counts the bytes of all buffers created on a device from now on, until they are destroyed; returns a function that reads
 * the sum. ONNX Runtime creates its buffers on our device, so they are counted too. A buffer that is dropped without being
 * destroyed counts until it is garbage-collected.
 */
function countBuffers(device: GPUDevice): () => number {
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

export interface Gpu {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  /** Bytes currently allocated in buffers of the device. */
  bufferBytes(): number;
}

/** The adapter's facts and our device. Fault: unsupported, with the reason. */
export async function openGpu(): Promise<Outcome<Gpu>> {
  if (navigator.gpu === undefined) {
    const why = globalThis.isSecureContext ? "this browser has no WebGPU" : "WebGPU needs https or localhost";
    return failure("unsupported", why);
  }
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter === null) return failure("unsupported", "this browser has WebGPU but offers no adapter");
    const device = await adapter.requestDevice({
      requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    });
    return success({ device, facts: factsOf(adapter), bufferBytes: countBuffers(device) });
  } catch (thrown) {
    return failure("unsupported", `the WebGPU device could not be opened: ${String(thrown)}`);
  }
}
