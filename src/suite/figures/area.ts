/** Accuracy and gap against the share of the image that the evidence covers, which spans several powers of two. */
import type { ItemResult } from "../results/result.ts";
import { type DualView, dualView } from "./accuracies.ts";

export interface AreaBin extends DualView {
  /** Relative area from `from` (inclusive) to `to`: one power of two. */
  readonly from: number;
  readonly to: number;
  /** The centre of the bin on a logarithmic axis. */
  readonly centre: number;
}

/** The exponent of the largest power of two that is not above `area`; 1, the whole image, belongs to the last bin. */
function exponentOf(area: number): number {
  return Math.min(-1, Math.floor(Math.log2(area)));
}

/** The dual view per power of two of relative area, in ascending order, without empty bins. */
export function areaBins(items: readonly ItemResult[]): readonly AreaBin[] {
  const binned = new Map<number, ItemResult[]>();
  for (const item of items) {
    if (item.area === null || !(item.area > 0)) continue;
    const exponent = exponentOf(item.area);
    binned.set(exponent, [...(binned.get(exponent) ?? []), item]);
  }
  return [...binned]
    .sort(([a], [b]) => a - b)
    .map(([exponent, inside]) => ({
      from: 2 ** exponent,
      to: 2 ** (exponent + 1),
      centre: 2 ** (exponent + 0.5),
      ...dualView(inside),
    }));
}
