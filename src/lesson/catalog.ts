/** Every lesson, in the order in which they build on each other. */
import type { Lesson } from "./lesson.ts";
import { acuity } from "./pages/acuity.ts";
import { advantage } from "./pages/advantage.ts";
import { closing } from "./pages/closing.ts";
import { controls } from "./pages/controls.ts";
import { directions } from "./pages/directions.ts";
import { divergence } from "./pages/divergence.ts";
import { evidenceGate } from "./pages/evidence-gate.ts";
import { gap } from "./pages/gap.ts";
import { inventGate } from "./pages/invent-gate.ts";
import { margin } from "./pages/margin.ts";
import { miniature } from "./pages/miniature.ts";
import { pixels } from "./pages/pixels.ts";
import { topKAndTail } from "./pages/top-k.ts";
import { wrongTraining } from "./pages/wrong-training.ts";

export const lessons: readonly Lesson[] = [
  gap,
  pixels,
  acuity,
  divergence,
  directions,
  advantage,
  evidenceGate,
  topKAndTail,
  margin,
  controls,
  miniature,
  closing,
  wrongTraining,
  inventGate,
];

/** The lesson with that id, or null. */
export function lessonOf(id: string | null): Lesson | null {
  return lessons.find((lesson) => lesson.id === id) ?? null;
}
