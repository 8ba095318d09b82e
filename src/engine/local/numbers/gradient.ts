/** The gradient of a divergence at one row: in WGSL if it computes the metrics, otherwise in the float64 reference. */
import { gradientOnDevice } from "../../../../shaders/gradient/gradient.ts";
import { reducedGradientOnDevice } from "../../../../shaders/gradient/reduced-gradient.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Loss, largestEntries, lossGradient } from "../../../math/loss/divergence-gradient.ts";
import type { DeviceRows, HostRows } from "../../../math/support/pair.ts";

/** Entries of a gradient, largest in magnitude first. */
export interface GradientEntries {
  readonly ids: Uint32Array;
  /** In nats per logit. */
  readonly values: ArrayLike<number>;
}

/** From one row of each side, on the device. Null where no direction is finite. */
export async function lossGradientOnDevice(
  device: GPUDevice,
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  { divergence, temperature, support }: Loss,
  entries: number,
): Promise<Outcome<GradientEntries | null>> {
  if (support.kind === "full")
    return gradientOnDevice(device, student, teacher, 0, {
      temperature,
      loss: { kind: "divergence", divergence },
      entries,
    });
  const { k, from, rest } = support;
  return reducedGradientOnDevice(device, student, teacher, 0, {
    temperature,
    divergence,
    k,
    from,
    rest,
    entries,
  });
}

/** From one row of each side, in float64. Null where no direction is finite. */
export function lossGradientOnHost(
  student: HostRows,
  teacher: HostRows,
  loss: Loss,
  entries: number,
): Outcome<GradientEntries | null> {
  const gradient = lossGradient(student.data, teacher.data, loss);
  if (gradient === null) return success(null);
  const ids = largestEntries(gradient, entries);
  return success({ ids, values: Float64Array.from(ids, (id) => gradient[id] as number) });
}
