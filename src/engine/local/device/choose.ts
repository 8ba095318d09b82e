/** Where the model runs and where the numbers are computed: two independent choices, each with its reason. */
import type { AdapterFacts, Choice, ModelBackend, NumbersBackend, Overrides } from "../protocol.ts";

/** The model runs on a hardware adapter; on a software one ONNX Runtime's WebGPU backend is far slower than wasm. */
export function chooseModelBackend(adapter: AdapterFacts | null, overrides: Overrides): Choice<ModelBackend> {
  if (overrides.modelBackend === "wasm") return { backend: "wasm", reason: "asked for in the address" };
  if (adapter === null) {
    const asked = overrides.modelBackend === "webgpu" ? "WebGPU was asked for, but " : "";
    return { backend: "wasm", reason: `${asked}there is no WebGPU adapter` };
  }
  if (overrides.modelBackend === "webgpu") return { backend: "webgpu", reason: "asked for in the address" };
  return adapter.software
    ? { backend: "wasm", reason: "the adapter is a software one, on which WebGPU is far slower than wasm" }
    : { backend: "webgpu", reason: "a hardware adapter is there" };
}

/** The numbers are computed in WGSL on any adapter, software too; without one the float64 reference serves. */
export function chooseNumbersBackend(
  adapter: AdapterFacts | null,
  overrides: Overrides,
): Choice<NumbersBackend> {
  if (overrides.numbersBackend === "cpu") return { backend: "cpu", reason: "asked for in the address" };
  if (adapter === null) {
    const asked = overrides.numbersBackend === "wgsl" ? "WGSL was asked for, but " : "";
    return { backend: "cpu", reason: `${asked}there is no WebGPU adapter; the float64 reference serves` };
  }
  return overrides.numbersBackend === "wgsl"
    ? { backend: "wgsl", reason: "asked for in the address" }
    : { backend: "wgsl", reason: "a WebGPU adapter is there" };
}

/**
 * Threads of the wasm backend: one beside WebGPU and where the page is not cross-origin isolated, else half the cores
 * up to four (ONNX Runtime's own rule).
 */
export function chooseThreads(
  backend: ModelBackend,
  isolated: boolean,
  cores: number,
  overrides: Overrides,
): number {
  if (backend === "webgpu" || !isolated) return 1;
  const wanted = overrides.threads ?? Math.min(4, Math.ceil(cores / 2));
  return Math.max(1, Math.min(wanted, cores));
}
