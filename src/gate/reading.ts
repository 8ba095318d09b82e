/** What a gate said of a group, with the settings it said it under. */
import type { GateSettings, Member, Weights } from "./gate.ts";

/** A gate by its id, with settings of its own kind. */
export interface GateChoice {
  readonly gate: string;
  readonly settings: GateSettings;
}

export type WeighRequest = GateChoice & { readonly group: readonly Member[] };

export type GateReading = GateChoice & {
  readonly weights: Weights;
  /** Who computed the weights; the trail to them is always of the float64 reference. */
  readonly numbers: "wgsl" | "cpu";
  /**
   * How far the weights by WGSL lie from the reference at most, as a multiple of the kernel's tolerance; null where the
   * reference computed them. Where a margin is met to the last digit, one of two may mask an answer that the other keeps.
   */
  readonly deviation: number | null;
};
