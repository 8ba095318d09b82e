/** Recipes whose answers are rewarded for being right, or for agreeing with a consensus. */
import { MASKED } from "../../evidence/views/recipe.ts";
import { vppo } from "../../gate/vppo.ts";
import type { Recipe } from "./recipe.ts";
import { CROP, visionOpd } from "./vision-opd.ts";

/** GRPO: groups of eight answers, rewarded for being right, each by the mean of its tokens. A second update sees moved weights. */
const GRPO = {
  ...visionOpd,
  rollout: { kind: "student", temperature: 1, group: 8 },
  pictures: 2,
  questions: 1,
  teacher: null,
  loss: { kind: "policy-gradient", advantage: "right-answers", clip: { low: 0.2, high: 0.2 } },
  average: "sequences",
  updates: 2,
} as const satisfies Omit<Recipe, "id" | "title" | "about" | "source">;

/** Labels by consensus: at least six of eight answers that the frozen model gives from the crop agree (released code; the paper says more than six). */
const CONSENSUS = {
  ...GRPO,
  teacher: { weights: { kind: "frozen" }, view: CROP },
  reward: { kind: "consensus", answers: 8, agreeing: 6 },
} as const;

/** In the order in which they are listed. */
export const rewardRecipes: readonly Recipe[] = [
  {
    ...GRPO,
    id: "grpo",
    title: "GRPO",
    about:
      "Answers that are right are made likelier than the others of their group, which needs labels; a group of equal answers teaches nothing.",
    source:
      "A baseline of Vision-OPD’s table 2; the advantage is (r − mean) / sample deviation of the group, clipped at 0.2",
  },
  {
    ...CONSENSUS,
    id: "zwz",
    title: "Zooming without Zooming",
    about:
      "GRPO without labels: what most answers from the evidence crop agree on is taken as right, and the student is rewarded for saying it from the full image.",
    source:
      "Zooming without Zooming (arXiv 2602.11858) as released: clipping at 0.2 below and 0.3 above, no KL term, groups are not filtered",
    loss: { kind: "policy-gradient", advantage: "right-answers", clip: { low: 0.2, high: 0.3 } },
  },
  {
    ...CONSENSUS,
    id: "zwz-dapo",
    title: "Zooming without Zooming by DAPO",
    about:
      "The same labels by consensus; the mean is over tokens, and groups whose answers are all right or all wrong are left out.",
    source:
      "Zooming without Zooming as its paper says; DAPO (arXiv 2503.14476): clipping at 0.2 below and 0.28 above",
    loss: { kind: "policy-gradient", advantage: "right-answers", clip: { low: 0.2, high: 0.28 } },
    average: "tokens",
    dropsEqual: true,
  },
  {
    ...GRPO,
    id: "vppo",
    title: "VPPO",
    about:
      "GRPO, of which only the tokens count that depend most on the image, and answers more that depend more on it: by how far the student moves where black patches hide the image.",
    source:
      "VPPO (arXiv 2510.09285), its gate with the settings of the released scripts, on GRPO’s advantages; the clipping is GRPO’s",
    gate: { gate: vppo.id, settings: vppo.start, sides: { masked: [MASKED] } },
  },
];
