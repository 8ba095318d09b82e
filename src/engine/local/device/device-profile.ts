/** The device as the engine found it: our GPUDevice, if any, and the two backend choices with their reasons. */
import { lossOf } from "../../../../shaders/kernel/run.ts";
import type { DeviceTraits } from "../../../source/mix.ts";
import { RUNTIME } from "../graph.ts";
import type { DeviceReport, Overrides } from "../protocol.ts";
import { chooseModelBackend, chooseNumbersBackend, chooseThreads } from "./choose.ts";
import { type Gpu, openGpu } from "./device.ts";

export interface DeviceProfile {
  readonly gpu: Gpu | null;
  readonly report: DeviceReport;
  /** Why the GPU was lost, or null if it was not. After something `failed`, waits briefly for the loss to be reported. */
  loss(failed: boolean): Promise<string | null>;
}

/** The device traits that decide which model files suit it; the minimum before the device was inspected. */
export function traitsOf(profile: DeviceProfile | null): DeviceTraits {
  // Only Chromium reports it, in gibibytes, rounded down and at most 8.
  const { deviceMemory } = navigator as { readonly deviceMemory?: number };
  return {
    backend: profile?.report.model.backend ?? "wasm",
    shaderF16: profile?.report.adapter?.features.includes("shader-f16") ?? false,
    memory: deviceMemory === undefined ? null : deviceMemory * 2 ** 30,
  };
}

export async function openDeviceProfile(overrides: Overrides): Promise<DeviceProfile> {
  const opened = await openGpu();
  const gpu = opened.ok ? opened.value : null;
  const facts = gpu?.facts ?? null;
  const model = chooseModelBackend(facts, overrides);
  const isolated = globalThis.crossOriginIsolated;
  return {
    gpu,
    loss: async (failed) => (gpu === null ? null : lossOf(gpu.device, failed)),
    report: {
      adapter: facts,
      adapterNote: opened.ok ? "" : opened.fault.message,
      model,
      numbers: chooseNumbersBackend(facts, overrides),
      runtime: RUNTIME,
      threads: chooseThreads(model.backend, isolated, navigator.hardwareConcurrency, overrides),
      crossOriginIsolated: isolated,
    },
  };
}
