/** Divergences of rows of few bins: the listed tokens that both sides gave, and the mass of all others together. */

import type { Bins, DivergenceKind } from "../../math/divergences/definition.ts";
import { divergenceOf } from "../../math/support/support.ts";

/** Pairs of rows; each row holds log-probabilities in nats, whose probabilities sum to 1 up to rounding. */
export interface BinsRequest {
  readonly divergence: DivergenceKind;
  readonly bins: readonly Bins[];
}

export interface MeasuredBins {
  /** The divergence of each pair, in its own unit. */
  readonly values: readonly number[];
  /** Where they were computed. */
  readonly numbers: "wgsl" | "cpu";
}

/** The float64 reference. */
export function binsInFloat64({ divergence, bins }: BinsRequest): MeasuredBins {
  return { values: bins.map((pair) => divergenceOf(divergence, pair)), numbers: "cpu" };
}
