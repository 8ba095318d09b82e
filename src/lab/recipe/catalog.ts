/** The recipes that can be chosen. A recipe is registered only here. */
import { CROP_SCALE, DEGRADED, FULL, type Recipe as View } from "../../evidence/views/recipe.ts";
import { uniOpd } from "../../gate/uni-opd/uni-opd.ts";
import { vZero } from "../../gate/v-zero.ts";
import { vaOpd } from "../../gate/va-opd.ts";
import type { Recipe, TrainingLoss } from "./recipe.ts";
import { rewardRecipes } from "./reward-recipes.ts";
import { CROP, OPTIMIZER, visionOpd } from "./vision-opd.ts";

/** A crop of the same size that misses the evidence; its seed is replaced by each question's own. */
const WRONG_CROP: View = [{ kind: "wrong-crop", margin: 0.15, scale: CROP_SCALE, seed: 0 }];
const IMAGE_AND_CROP: View = [{ kind: "two-images" }];
const IMAGE_AND_OTHER_CROP: View = [
  { kind: "two-images" },
  { kind: "negative-crop", margin: 0, scale: CROP_SCALE, seed: 0 },
];

/** A stronger model with the same tokenizer, for the methods whose teacher is one. */
const MINI = { kind: "model", model: "fovea-mini" } as const;

/** What becomes of an estimate of the reverse KL divergence that is differentiated as it stands. */
const ESTIMATES = {
  k1: "The log-ratio at the sampled tokens as a loss. Its value is right on average, its gradient is 0 on average: what moves the weights is noise.",
  k2: "Half the square of the log-ratio as a loss. Its value is wrong on average, and its gradient on average is that of the reverse KL divergence.",
  k3: "The estimate k3 as a loss. Its value is right on average, and its gradient on average is that of the forward KL divergence instead.",
} as const;

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
    id: "trust-region",
    title: "Vision-OPD with a trust-region teacher",
    about:
      "Vision-OPD, whose teacher’s logits are a mixture of those of the frozen weights and, by 5 %, of the student’s as they are.",
    source: "Vision-OPD §4.3.1, TrustRegionTeacher of its released code with its rate of 0.05",
    teacher: { weights: { kind: "trust-region", rate: 0.05 }, view: CROP },
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
    id: "teacher-answers",
    title: "Supervised training on the teacher’s answers",
    about:
      "Cross-entropy, from the full image, of the answers that the frozen model draws from the evidence crop: off-policy, without labels.",
    source: "SFT in Vision-OPD’s table 2",
    rollout: { kind: "teacher", temperature: 1, group: 1 },
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
    id: "opsd",
    title: "OPSD",
    about:
      "The teacher, the same weights frozen, sees the same full image and is told the right answer, which needs labels; the student does not see it.",
    source:
      "OPSD as in Vision-OPD’s table 2, with the Jensen–Shannon divergence over the teacher’s 50 most likely tokens, renormalised (released code)",
    teacher: { weights: { kind: "frozen" }, view: FULL, told: true },
    loss: {
      kind: "divergence",
      divergence: { kind: "jsd", beta: 0.5 },
      support: { kind: "topK", k: 50, from: "teacher", rest: "renormalise" },
    },
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
      "A stronger model sees the full image and the evidence crop and teaches; an answer counts more where an irrelevant crop makes it less likely.",
    source:
      "V-Zero (arXiv 2606.25319), eq. 17 to 24, with the settings of the paper, whose teacher is a larger model",
    teacher: { weights: MINI, view: IMAGE_AND_CROP },
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
      "Uni-OPD (arXiv 2605.03677), with the settings of its released runs: margin 0.4 by means, both directions; online balance 1; PPO’s clipping, 0.2 below and 0.28 above",
    teacher: { weights: MINI, view: FULL },
    loss: { kind: "policy-gradient", advantage: "gate", clip: { low: 0.2, high: 0.28 } },
    balance: 1,
    updates: 2,
    gate: { gate: uniOpd.id, settings: uniOpd.start, sides: { teacher: "teacher" } },
  },
  {
    ...visionOpd,
    ...GROUPED,
    id: "uni-opd-mask",
    title: "Uni-OPD with the margin’s mask",
    about:
      "Uni-OPD, which leaves the answers out that hold the margin below 0.4, instead of shifting rewards.",
    source: "Uni-OPD, margin_mask_greedy.py of its released code",
    teacher: { weights: MINI, view: FULL },
    loss: { kind: "policy-gradient", advantage: "gate", clip: { low: 0.2, high: 0.28 } },
    balance: 1,
    updates: 2,
    gate: {
      gate: uniOpd.id,
      settings: { ...uniOpd.start, remedy: "mask" },
      sides: { teacher: "teacher" },
    },
  },
  ...rewardRecipes,
  ...(["k1", "k2", "k3"] as const).map(
    (estimate): Recipe => ({
      ...visionOpd,
      id: estimate,
      title: `Misuse: the estimate ${estimate} as the loss`,
      about: ESTIMATES[estimate],
      source: "Schulman, “Approximating KL divergence” (2020), on Vision-OPD’s views",
      loss: { kind: "estimate", estimate },
    }),
  ),
];

/** The recipe with that id; undefined if there is none. */
export function recipeOf(id: string): Recipe | undefined {
  return recipes.find((each) => each.id === id);
}
