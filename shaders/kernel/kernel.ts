/**
 * The description of a kernel for the rest of Fovea: its WGSL, what it binds, how far it may be from its float64
 * reference and why.
 * A kernel is one or more passes over the same rows; a pass is one dispatch.
 */

import type { Tolerance } from "../../src/math/rows/tolerance.ts";

/** How a pass uses one of its buffers; position i of a list of these is `@binding(i)`. */
export type Access = "uniform" | "read" | "write";

/** One WGSL program with one entry, `main`. */
export interface Pass {
  /** Unique among all passes: with the variant and the constants it is the key of the compiled pipeline. */
  readonly name: string;
  /** Distinguishes this WGSL from others of the same pass. */
  readonly variant?: string;
  /** Whole .wgsl files, concatenated. */
  readonly wgsl: string;
  readonly bindings: readonly Access[];
  /** Values of override constants. */
  readonly constants: Readonly<Record<string, number>>;
}

/** A pass over rows of logits, to be joined with a loader for each of its sides; `invocations` are chosen with the split. */
export interface RowPass extends Pass {
  readonly sides: 1 | 2;
}

/** An entry of the catalog. */
export interface Kernel {
  readonly name: string;
  /** What it computes, in a few words. */
  readonly computes: string;
  /** Where the formulas come from. */
  readonly source: string;
  readonly passes: readonly Pass[];
  readonly tolerance: Tolerance;
}

/** Invocations of a workgroup in passes that merge; each owns a row. */
export const MERGE_INVOCATIONS = 64;

/** Files concatenated in reading order. */
export function joined(...files: readonly string[]): string {
  return files.join("\n");
}
