/** What a run needs before it is started: time, from what was measured on the same device, and room on the disk. */

import { mostEvaluating } from "./evaluation-share.ts";
import { median } from "./figures.ts";
import type { Run } from "./run.ts";

/** What was measured of a recipe on a device, in seconds and bytes. */
export interface Measured {
  /** From the start until the held-out questions are read. */
  readonly opening: number;
  /** To read a held-out question under every view. */
  readonly reading: number;
  readonly step: number;
  /** To answer a held-out question under every view. */
  readonly answering: number;
  readonly checkpointBytes: number;
}

/** What a run would need. */
export interface Need {
  /** Until its first step, and altogether. */
  readonly secondsBefore: number;
  readonly seconds: number;
  readonly diskBytes: number;
}

/** The most bytes of checkpoints that a run keeps. */
export const CHECKPOINT_BUDGET = 150_000_000;

interface Size {
  readonly steps: number;
  readonly every: number;
  readonly questions: number;
}

/** Evaluations before the first step, every so many steps, and after the last one. */
function evaluationsOf({ steps, every }: Size): number {
  return 1 + Math.ceil(steps / Math.max(1, every));
}

/** What a run of a size needs; `questions` are those that are held out. */
export function needOf(measured: Measured, size: Size): Need {
  const { opening, reading, step, answering, checkpointBytes } = measured;
  const before = opening + (reading + answering) * size.questions;
  const evaluations = evaluationsOf(size);
  const checkpoints = evaluations * checkpointBytes;
  const training = size.steps * step;
  const one = answering * size.questions;
  return {
    secondsBefore: before,
    seconds: before + training + Math.min((evaluations - 1) * one, mostEvaluating(training, one)),
    // One more than is kept, since a checkpoint is replaced only when the next one is whole.
    diskBytes: Math.min(checkpoints, CHECKPOINT_BUDGET) + checkpointBytes,
  };
}

/** What the document of a run tells about its device; null before a step and an evaluation are known. */
export function measuredFrom(
  { prepared, steps, evaluations }: Run,
  checkpointBytes: number,
): Measured | null {
  const step = median(steps.map(({ seconds }) => seconds));
  // The last one, since the first also compiles what it runs.
  const last = evaluations.at(-1);
  if (prepared === null || step === null || last === undefined) return null;
  const answering = last.seconds / Math.max(1, last.items);
  const reading = prepared.reading / Math.max(1, prepared.items);
  return { opening: prepared.opening, reading, step, answering, checkpointBytes };
}
