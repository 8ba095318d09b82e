/** The recipes that can be chosen. A recipe is registered only here. */

import { CROP_SCALE, DEGRADED, FULL, type Recipe as View } from "../../evidence/views/recipe.ts";
import { uniOpd } from "../../gate/uni-opd/uni-opd.ts";
import { vZero } from "../../gate/v-zero.ts";
import { vaOpd } from "../../gate/va-opd.ts";
import type { OptimizerChoice, Recipe, TrainingLoss } from "./recipe.ts";

/** The evidence crop with the margin that the bundled models' training crops have most often. */
const CROP: View = [{ kind: "crop", margin: 0.15, scale: CROP_SCALE }];
/** A crop of the same size that misses the evidence; its seed is replaced by each question's own. */
const WRONG_CROP: View = [{ kind: "wrong-crop", margin: 0.15, scale: CROP_SCALE, seed: 0 }];
const IMAGE_AND_CROP: View = [{ kind: "two-images" }];
const IMAGE_AND_OTHER_CROP: View = [
  { kind: "two-images" },
  { kind: "negative-crop", margin: 0, scale: CROP_SCALE, seed: 0 },
];

/** A stronger model with the same tokenizer, for the methods whose teacher is one. */
const MINI = { kind: "model", model: "fovea-mini" } as const;

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

const REVERSE_KL: TrainingLoss = {
  kind: "divergence",
  divergence: { kind: "reverseKl" },
  support: { kind: "full" },
};

/** Groups of four answers to each of two questions about each of two pictures: as many answers a step as elsewhere. */
const GROUPED = {
  rollout: { kind: "student", temperature: 1, group: 4 },
  pictures: 2,
  questions: 2,
} as const;

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
    teacher: { weights: { kind: "frozen" }, view: WRONG_CROP },
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
  {
    ...visionOpd,
    id: "opd",
    title: "On-policy distillation without a gate",
    about:
      "A stronger model sees the same full image, and the student is pulled towards it on its own answers.",
    source: "The baseline of VA-OPD (arXiv 2605.21924): reverse KL divergence over the full vocabulary",
    teacher: { weights: MINI, view: FULL },
    loss: REVERSE_KL,
  },
  {
    ...visionOpd,
    ...GROUPED,
    id: "v-zero",
    title: "V-Zero",
    about:
      "The teacher, the same weights frozen, sees the full image and the evidence crop; an answer counts more where an irrelevant crop makes it less likely.",
    source: "V-Zero (arXiv 2606.25319), eq. 17 to 24, with the settings of the paper",
    teacher: { weights: { kind: "frozen" }, view: IMAGE_AND_CROP },
    loss: { kind: "sampled-token", largest: 10 },
    gate: {
      gate: vZero.id,
      settings: vZero.start,
      sides: { positive: "teacher", negative: IMAGE_AND_OTHER_CROP },
    },
  },
  {
    ...visionOpd,
    ...GROUPED,
    id: "va-opd",
    title: "VA-OPD",
    about:
      "A stronger model sees the same full image; answers and tokens count more where a degraded copy of it makes them less likely.",
    source: "VA-OPD (arXiv 2605.21924), eq. 2 to 6",
    teacher: { weights: MINI, view: FULL },
    loss: REVERSE_KL,
    gate: { gate: vaOpd.id, settings: vaOpd.start, sides: { teacher: "teacher", degraded: [DEGRADED] } },
  },
  {
    ...visionOpd,
    ...GROUPED,
    id: "uni-opd",
    title: "Uni-OPD",
    about:
      "The log-ratio of a stronger model to the student is the reward of each token, shifted where wrong answers would be rewarded more than right ones.",
    source:
      "Uni-OPD (arXiv 2605.03677), with the settings of its released runs; online balance is not included",
    teacher: { weights: MINI, view: FULL },
    loss: { kind: "policy-gradient", advantage: "gate" },
    gate: { gate: uniOpd.id, settings: uniOpd.start, sides: { teacher: "teacher" } },
  },
  {
    ...visionOpd,
    rollout: { kind: "student", temperature: 1, group: 8 },
    pictures: 2,
    questions: 1,
    id: "grpo",
    title: "GRPO",
    about:
      "Answers that are right are made likelier than the others of their group, which needs labels; a group of equal answers teaches nothing.",
    source: "A baseline of Vision-OPD's table 2; the advantage is (r − mean) / sample deviation of the group",
    teacher: null,
    loss: { kind: "policy-gradient", advantage: "right-answers" },
    average: "sequences",
  },
];

/** The recipe with that id; undefined if there is none. */
export function recipeOf(id: string): Recipe | undefined {
  return recipes.find((each) => each.id === id);
}
