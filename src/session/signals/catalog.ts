/** Every signal of the strip and the lines. */
import * as between from "./between.ts";
import * as evidence from "./evidence.ts";
import * as gated from "./gated.ts";
import * as newer from "./newer.ts";
import type { Signal } from "./signal.ts";

/** In the order of the list on the page. */
export const SIGNALS: readonly Signal[] = [
  between.divergence,
  ...between.divergenceSignals,
  between.logRatio,
  ...between.estimatorSignals,
  between.entropyDifference,
  between.rankShift,
  between.sameTop,
  evidence.visualAdvantage,
  evidence.evidenceGap,
  ...gated.weightSignals,
  evidence.reward,
  ...gated.rewardSignals,
  newer.visualDependence,
  newer.compatibility,
  newer.teachability,
  newer.signGate,
  newer.centredChange,
  newer.lowProbabilityLoss,
];

/** The signal with that id, of the catalog or of the formulas; for an unknown one, the divergence. */
export function signalOf(id: string, formulas: readonly Signal[] = []): Signal {
  return [...SIGNALS, ...formulas].find((signal) => signal.id === id) ?? between.divergence;
}
