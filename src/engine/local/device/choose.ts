/** Where the model runs and where the metrics are computed: two independent choices, each with its reason. */
import type { AdapterFacts, Choice, ModelBackend, NumbersBackend, Overrides } from "../protocol.ts";

/** The model runs on a hardware adapter; on a software adapter ONNX Runtime's WebGPU backend is far slower than wasm. */
export function chooseModelBackend(adapter: AdapterFacts | null, overrides: Overrides): Choice<ModelBackend> {
  if (overrides.modelBackend === "wasm") return { backend: "wasm", reason: "requested in the address" };
  if (adapter === null) {
    const asked = overrides.modelBackend === "webgpu" ? "WebGPU was requested, but " : "";
    return { backend: "wasm", reason: `${asked}there is no WebGPU adapter` };
  }
  if (overrides.modelBackend === "webgpu") return { backend: "webgpu", reason: "requested in the address" };
  return adapter.software
    ? {
        backend: "wasm",
        reason: "only a software adapter is available, on which WebGPU is far slower than wasm",
      }
    : { backend: "webgpu", reason: "a hardware GPU adapter is available" };
}

/** The metrics are computed in WGSL on any adapter, even a software one; without an adapter, in the float64 reference. */
export function chooseNumbersBackend(
  adapter: AdapterFacts | null,
  overrides: Overrides,
): Choice<NumbersBackend> {
  if (overrides.numbersBackend === "cpu") return { backend: "cpu", reason: "requested in the address" };
  if (adapter === null) {
    const asked = overrides.numbersBackend === "wgsl" ? "WGSL was requested, but " : "";
    return {
      backend: "cpu",
      reason: `${asked}there is no WebGPU adapter; falling back to the float64 reference`,
    };
  }
  return overrides.numbersBackend === "wgsl"
    ? { backend: "wgsl", reason: "requested in the address" }
    : { backend: "wgsl", reason: "a WebGPU adapter is available" };
}

/** As many threads of the wasm backend as are wanted, at most one for each core; one where the page is not cross-origin isolated. */
export function threadsWithin(isolated: boolean, cores: number, wanted: number): number {
  return isolated ? Math.max(1, Math.min(wanted, cores)) : 1;
}

/**
 * Threads of the wasm backend: one if the model runs on WebGPU or the page is not cross-origin isolated, otherwise half
 * the cores, at most four (ONNX Runtime's own rule).
 */
export function chooseThreads(
  backend: ModelBackend,
  isolated: boolean,
  cores: number,
  overrides: Overrides,
): number {
  if (backend === "webgpu") return 1;
  return threadsWithin(isolated, cores, overrides.threads ?? Math.min(4, Math.ceil(cores / 2)));
}
