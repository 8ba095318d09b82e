/** The gradient of a divergence at one row: by WGSL where it computes the numbers, else the float64 reference. */
import { gradientOnDevice } from "../../../../shaders/gradient/gradient.ts";
import { reducedGradientOnDevice } from "../../../../shaders/gradient/reduced-gradient.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Loss, largestEntries, lossGradient } from "../../../math/loss/divergence-gradient.ts";
import type { DeviceRows, HostRows } from "../../../math/support/pair.ts";

/** Entries of a gradient, largest in magnitude first. */
export interface Slopes {
  readonly ids: Uint32Array;
  readonly slopes: ArrayLike<number>;
}

/** On the device, of one row of each side. Null where no direction is finite. */
export async function slopesOnDevice(
  device: GPUDevice,
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  { divergence, temperature, support }: Loss,
  entries: number,
): Promise<Outcome<Slopes | null>> {
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

/** In float64, of one row of each side. Null where no direction is finite. */
export function slopesOnHost(
  student: HostRows,
  teacher: HostRows,
  loss: Loss,
  entries: number,
): Outcome<Slopes | null> {
  const gradient = lossGradient(student.data, teacher.data, loss);
  if (gradient === null) return success(null);
  const ids = largestEntries(gradient, entries);
  return success({ ids, slopes: Float64Array.from(ids, (id) => gradient[id] as number) });
}
