/** What a run of the bench leaves, as data. */
import type { LogitFormat } from "../src/math/support/pair.ts";
import type { Timing } from "./timing.ts";

export interface KernelLine {
  /** Its name in the catalog. */
  readonly kernel: string;
  readonly shape: string;
  /** What the time can be shared among: rows of logits, answers or maps. */
  readonly rows: number;
  readonly format: LogitFormat;
  readonly timing: Timing;
  /** What it cannot do without reading. */
  readonly bytes: number;
  /** Bytes per second over the copy's, whose bytes are counted once read and once written. */
  readonly shareOfCopy: number;
}

export interface BaselineLine {
  readonly name: string;
  readonly timing: Timing;
  /** How many times as long as ours, by the same clock. */
  readonly timesOurs: number;
  /** The largest difference from our numbers, relative to 1 + their size. */
  readonly difference: number;
}

export interface Card {
  readonly adapter: string;
  readonly software: boolean;
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
  readonly runtime: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly date: string;
}

export interface Report {
  readonly card: Card;
  readonly copyBytesPerSecond: number;
  readonly kernels: readonly KernelLine[];
  readonly baselines: readonly BaselineLine[];
}

/** Names under which the report compares formulas with the kernels of the same numbers. */
export const FORMULA_KL = "formula: reverseKl";
export const FORMULA_SET = "formulas: divergence";
