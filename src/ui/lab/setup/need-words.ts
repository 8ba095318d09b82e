/** What a run needs, in words. */
import type { LabState } from "../../../app/lab/lab-state.ts";
import type { Need } from "../../../lab/run/need.ts";
import { duration, gigabytes, megabytes } from "../../shared/format.ts";

/** Kinds of questions about drawn scenes and in the gallery: each is measured with equally many. */
const DIMENSIONS = 6;

/** How many questions a run with these settings is measured on at most, and of how many kinds. */
export function questionsOf({ settings, own }: Pick<LabState, "settings" | "own">): {
  readonly kinds: number;
  readonly questions: number;
} {
  const kinds = settings.data === "own" ? (own?.dimensions ?? 0) : DIMENSIONS;
  return { kinds, questions: kinds * settings.perDimension };
}

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
