/** What a run needs, in words. */
import type { Need } from "../../../lab/run/need.ts";
import { duration, megabytes } from "../../shared/format.ts";

/** Kinds of questions: each is measured with equally many. */
export const DIMENSIONS = 6;

/**
 * The memory of the tab's training worker, in bytes, with Fovea-nano or Fovea-mini as the student; measured in Chromium on Linux.
 */
export const MEMORY_BYTES = 300_000_000;

/** A run's needs, one line each. */
export function needLines({ secondsBefore, seconds, diskBytes }: Need): readonly string[] {
  return [
    `About ${duration(seconds)} on this device, of which ${duration(secondsBefore)} pass before the first step.`,
    `About ${megabytes(MEMORY_BYTES)} of memory, and up to ${megabytes(diskBytes)} on this browser’s disk for checkpoints.`,
  ];
}
