/** Every signal; the only place where one is registered. */
import * as between from "./between.ts";
import * as evidence from "./evidence.ts";
import * as gated from "./gated.ts";
import type { Signal } from "./signal.ts";

/** In the order in which a person is told of them. */
export const SIGNALS: readonly Signal[] = [
  between.divergence,
  between.forwardKl,
  between.reverseKl,
  between.jsd,
  between.totalVariation,
  between.logRatio,
  between.entropyDifference,
  between.rankShift,
  between.sameTop,
  evidence.visualAdvantage,
  evidence.evidenceGap,
  gated.vZeroWeight,
  gated.vZeroLoss,
  gated.vaOpdWeight,
  gated.vaOpdLoss,
  evidence.reward,
  gated.shiftedReward,
];

/** The signal of that id; of one that nobody knows, the divergence. */
export function signalOf(id: string): Signal {
  return SIGNALS.find((signal) => signal.id === id) ?? between.divergence;
}
