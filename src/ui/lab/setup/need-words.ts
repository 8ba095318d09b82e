/** What a run needs, in words. */
import type { LabState } from "../../../app/lab/lab-state.ts";
import type { TrainedPart } from "../../../lab/recipe/recipe.ts";
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
 * The memory of a tab that trains a bundled model, in bytes, whatever the batch (docs/bench-training.md): larger ones are computed in parts.
 * With all weights, that of the vision encoder's gradient over a picture of thirteen tiles was 106 MB (docs/training.md), and one of the
 * seventeen that are the most needs a third more.
 */
const MEMORY_BYTES: Readonly<Record<TrainedPart["kind"], number>> = {
  decoder: 350_000_000,
  lora: 350_000_000,
  all: 490_000_000,
};

/** The needs of a run that trains this part, one line each. */
export function needLines(
  { secondsBefore, seconds, diskBytes }: Need,
  trained: TrainedPart["kind"],
): readonly string[] {
  return [
    `About ${duration(seconds)} on this device, of which ${duration(secondsBefore)} pass before the first step.`,
    `Up to about ${gigabytes(MEMORY_BYTES[trained])} of memory, and up to ${megabytes(diskBytes)} on this browser’s disk for checkpoints.`,
  ];
}
