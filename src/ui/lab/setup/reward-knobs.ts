/** The parts of a recipe that say what answers are rewarded for, and how far an update may go on the same answers. */
import type { RatioClip, Recipe, RewardChoice } from "../../../lab/recipe/recipe.ts";
import { choice, number, type Option, type RecipeKnob } from "./knob.ts";

/** The recipe with an optional part, or without it. */
function withPart<Key extends "reward" | "dropsEqual" | "balance" | "updates">(
  recipe: Recipe,
  key: Key,
  value: Recipe[Key] | null,
): Recipe {
  const { [key]: _, ...rest } = recipe;
  return (value === null ? rest : { ...recipe, [key]: value }) as Recipe;
}

const CLIPS: readonly Option<RatioClip | null>[] = [
  { name: "not clipped", value: null },
  { name: "0.2 below and above", value: { low: 0.2, high: 0.2 } },
  { name: "0.2 below, 0.28 above", value: { low: 0.2, high: 0.28 } },
  { name: "0.2 below, 0.3 above", value: { low: 0.2, high: 0.3 } },
];

const REWARDS: readonly Option<RewardChoice | null>[] = [
  { name: "the scenes’ right answers", value: null },
  {
    name: "what 6 of 8 answers of the teacher’s agree on",
    value: { kind: "consensus", answers: 8, agreeing: 6 },
  },
];

function clipKnob(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  if (loss.kind !== "policy-gradient") return [];
  const { clip = null, ...bare } = loss;
  return [
    choice<RatioClip | null>(
      {
        id: "ratio",
        label: "Ratio to the drawn probability",
        source:
          "PPO (arXiv 1707.06347, eq. 7): 0.2 in GRPO, 0.2 and 0.28 in DAPO and Uni-OPD, 0.3 above as Zooming without Zooming was released. It acts from a step’s second update on.",
      },
      CLIPS,
      clip,
      (chosen) => ({ ...recipe, loss: chosen === null ? bare : { ...loss, clip: chosen } }),
    ),
  ];
}

function rewardKnob(recipe: Recipe): readonly RecipeKnob[] {
  const { loss, reward = null, dropsEqual = null } = recipe;
  if (loss.kind !== "policy-gradient" || loss.advantage !== "right-answers") return [];
  return [
    choice<RewardChoice | null>(
      {
        id: "reward",
        label: "Answers are rewarded for being",
        source:
          "Zooming without Zooming, §3.1: more than 6 of 8 answers from the crop agree (its code: at least 6); no label is needed.",
      },
      REWARDS,
      reward,
      (chosen) => withPart(recipe, "reward", chosen),
    ),
    choice<true | null>(
      {
        id: "equal",
        label: "Groups of equal reward",
        source: "They give no gradient. DAPO (arXiv 2503.14476) leaves them out of the mean.",
      },
      [
        { name: "count in the mean", value: null },
        { name: "are left out", value: true },
      ],
      dropsEqual,
      (chosen) => withPart(recipe, "dropsEqual", chosen),
    ),
  ];
}

/** What policy gradients are rewarded for, and how many updates a step makes. */
export function rewardKnobs(recipe: Recipe): readonly RecipeKnob[] {
  return [
    ...rewardKnob(recipe),
    ...clipKnob(recipe),
    choice<number | null>(
      {
        id: "balance",
        label: "Right to wrong answers",
        source: "Uni-OPD’s online balance, figure 4: of the kind that is too frequent, answers are left out.",
      },
      [
        { name: "as they come", value: null },
        ...[0.5, 1, 2].map((ratio) => ({ name: `${ratio} to 1 in each group`, value: ratio })),
        { name: "only wrong ones", value: 0 },
      ],
      recipe.balance ?? null,
      (chosen) => withPart(recipe, "balance", chosen),
    ),
    number(
      {
        id: "updates",
        label: "Updates per step",
        source: "A step’s questions are cut into as many parts; the later ones see weights that have moved.",
      },
      { value: recipe.updates ?? 1, least: 1, most: 8, step: 1, digits: 0 },
      (updates) => withPart(recipe, "updates", updates === 1 ? null : updates),
    ),
  ];
}
