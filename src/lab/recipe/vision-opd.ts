/** Vision-OPD's recipe, of which the others change parts. */
import { CROP_SCALE, FULL, type Recipe as View } from "../../evidence/views/recipe.ts";
import type { OptimizerChoice, Recipe } from "./recipe.ts";

/** The evidence crop with the margin that the bundled models' training crops have most often. */
export const CROP: View = [{ kind: "crop", margin: 0.15, scale: CROP_SCALE }];

/** The rate at which training/lab.py accepts a student; Vision-OPD's own 2e-6 is for a model of 4 billion parameters. */
export const OPTIMIZER: OptimizerChoice = {
  rate: 3e-4,
  warmUp: 0,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 1,
};

export const visionOpd: Recipe = {
  id: "vision-opd",
  title: "Vision-OPD",
  about:
    "The student answers from the full image, and every token of its answer is pulled towards what the same weights, as they were before, would say from the evidence crop.",
  source: "Vision-OPD (arXiv 2605.18740), §3.2, with its frozen teacher (§4.3.1)",
  rollout: { kind: "student", temperature: 1, group: 1 },
  student: FULL,
  teacher: { weights: { kind: "frozen" }, view: CROP },
  loss: { kind: "divergence", divergence: { kind: "jsd", beta: 0.5 }, support: { kind: "full" } },
  gate: null,
  average: "tokens",
  trained: { kind: "decoder" },
  optimizer: OPTIMIZER,
  pictures: 2,
  questions: 8,
};
