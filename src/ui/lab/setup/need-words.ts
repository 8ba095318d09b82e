/** What a run needs, in words. */
import type { Need } from "../../../lab/run/need.ts";
import { duration, gigabytes, megabytes } from "../../shared/format.ts";

/** Kinds of questions: each is measured with equally many. */
export const DIMENSIONS = 6;

/**
 * By how much the memory of the tab grows while a bundled model is trained, in bytes: the resident set of the tab's process in
 * Chromium on Linux, with Fovea-mini and 120 held-out questions, at its peak. Larger batches are computed in parts of one size.
 */
const MEMORY_BYTES = 280_000_000;

/** A run's needs, one line each. */
export function needLines({ secondsBefore, seconds, diskBytes }: Need): readonly string[] {
  return [
    `About ${duration(seconds)} on this device, of which ${duration(secondsBefore)} pass before the first step.`,
    `Up to about ${gigabytes(MEMORY_BYTES)} of memory, and up to ${megabytes(diskBytes)} on this browser’s disk for checkpoints.`,
  ];
}
