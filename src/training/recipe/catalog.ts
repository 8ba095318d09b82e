/** The recipes that can be chosen. A recipe is registered only here. */

import type { OptimizerChoice, Recipe, TrainingView } from "./recipe.ts";

/** The margin of the crops that the bundled models were trained with most. */
const CROP: TrainingView = { kind: "crop", margin: 0.15 };

/** The rate at which training/lab.py accepts a student; Vision-OPD's own 2e-6 is for a model of 4 billion parameters. */
const OPTIMIZER: OptimizerChoice = {
  rate: 3e-4,
  warmUp: 0,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 1,
};

const visionOpd: Recipe = {
  id: "vision-opd",
  title: "Vision-OPD",
  about:
    "The student answers from the full image, and every token of its answer is pulled towards what the same weights, as they were before, would say from the evidence crop.",
  source: "Vision-OPD (arXiv 2605.18740), §3.2, with its frozen teacher (§4.3.1)",
  rollout: { kind: "student", temperature: 1 },
  student: { kind: "full" },
  teacher: { weights: { kind: "frozen" }, view: CROP },
  loss: { kind: "divergence", divergence: { kind: "jsd", beta: 0.5 }, support: { kind: "full" } },
  average: "tokens",
  trained: { kind: "decoder" },
  optimizer: OPTIMIZER,
  pictures: 2,
  questions: 8,
};

/** In the order in which they are listed; the first is the default. */
export const recipes: readonly Recipe[] = [
  visionOpd,
  {
    ...visionOpd,
    id: "vision-opd-lora",
    title: "Vision-OPD with LoRA",
    about: "Vision-OPD, of which only matrices of rank 8 beside the decoder's linear maps are trained.",
    source: "Vision-OPD §3.2; LoRA (arXiv 2106.09685), §4.1",
    trained: { kind: "lora", rank: 8, alpha: 16 },
    optimizer: { ...OPTIMIZER, rate: 1e-3 },
  },
  {
    ...visionOpd,
    id: "vision-opd-average",
    title: "Vision-OPD with an averaged teacher",
    about:
      "Vision-OPD, whose teacher follows the student slowly: an exponential moving average with a half-life of 21 % of the run.",
    source:
      "Vision-OPD §4.3.1: a rate of 0.05 has a half-life of 13.5 of its 65 updates, which is 21 % of the run",
    teacher: { weights: { kind: "average", halfLife: 0.21 }, view: CROP },
  },
  {
    ...visionOpd,
    id: "current-teacher",
    title: "Vision-OPD with the current student as its teacher",
    about: "Vision-OPD, whose teacher has the student's weights as they are after every step.",
    source: "Vision-OPD §4.3.1, where it collapses",
    teacher: { weights: { kind: "current" }, view: CROP },
  },
  {
    ...visionOpd,
    id: "wrong-crop",
    title: "Control: the teacher sees another part of the image",
    about: "Vision-OPD, whose teacher is shown a crop of the same size without the evidence.",
    source: "A control: whatever it gains is not due to the evidence",
    teacher: { weights: { kind: "frozen" }, view: { kind: "wrong-crop", margin: 0.15 } },
  },
  {
    ...visionOpd,
    id: "crops-alone",
    title: "Control: right answers on crops",
    about: "Supervised training on the right answers, of which the student is shown the evidence crop alone.",
    source: "A control: whatever it gains needs no full image",
    rollout: { kind: "right-answers" },
    student: CROP,
    teacher: null,
    loss: { kind: "cross-entropy" },
  },
  {
    ...visionOpd,
    id: "right-answers",
    title: "Supervised training on right answers",
    about: "Cross-entropy of the right answers from the full image, which needs labels.",
    source: "A baseline of Vision-OPD's table 2, here with the scenes' own answers",
    rollout: { kind: "right-answers" },
    teacher: null,
    loss: { kind: "cross-entropy" },
  },
];

/** The recipe with that id; undefined if there is none. */
export function recipeOf(id: string): Recipe | undefined {
  return recipes.find((each) => each.id === id);
}
