/** Our one GPUDevice: asked for with the adapter's own limits, reported, and watched for loss. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { AdapterFacts } from "../protocol.ts";
import { countBuffers } from "./buffer-count.ts";

/** The limits and features that ONNX Runtime's own device would ask for, where the adapter has them. */
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

/** A software rasteriser says so itself or is known by name. */
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

export interface Gpu {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  /** Bytes in the device's buffers now. */
  bufferBytes(): number;
}

/** The adapter's facts and our device on it; a fault of kind "unsupported" says why there is none. */
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
