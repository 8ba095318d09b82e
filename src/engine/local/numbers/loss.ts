/** The requested divergence, as it is measured. */
import type { Divergence } from "../../../evidence/replay.ts";
import type { Loss } from "../../../math/loss/divergence-gradient.ts";
import type { PairNumbers } from "../../../math/support/pair.ts";

/** The divergence as a loss. */
export function lossOf({ temperature, support, ...divergence }: Divergence): Loss {
  return { divergence, temperature, support };
}

/** Divergences over all tokens that every comparison computes anyway. */
const MEASURED = ["forwardKl", "reverseKl", "jsd", "totalVariation"] as const;

/** The divergence among the results of a comparison at its beta; null if it has to be computed separately. */
export function measuredColumn({ kind, support }: Divergence, numbers: PairNumbers): Float64Array | null {
  const name = MEASURED.find((each) => each === kind);
  return support.kind === "full" && name !== undefined ? numbers[name] : null;
}
