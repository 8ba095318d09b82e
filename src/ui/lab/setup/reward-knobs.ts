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

/** The chosen clipping, or GRPO's. */
const clipOptions = (clip: RatioClip | null): readonly Option<RatioClip | null>[] => [
  { name: "not clipped", value: null },
  { name: "clipped", value: clip ?? { low: 0.2, high: 0.2 } },
];

type Consensus = Extract<RewardChoice, { kind: "consensus" }>;

/** The chosen consensus, or that of the released code of Zooming without Zooming. */
const rewardOptions = (reward: RewardChoice | null): readonly Option<RewardChoice | null>[] => [
  { name: "the scenes’ right answers", value: null },
  {
    name: "what most answers of the teacher’s agree on",
    value: reward?.kind === "consensus" ? reward : { kind: "consensus", answers: 8, agreeing: 6 },
  },
];

/** How many answers the teacher gives, and how many of them must agree. */
function consensusKnobs(recipe: Recipe, reward: Consensus): readonly RecipeKnob[] {
  const set = (change: Partial<Consensus>): Recipe => ({ ...recipe, reward: { ...reward, ...change } });
  return [
    number(
      {
        id: "consensus-answers",
        label: "The teacher’s answers per question",
        source: "8 in Zooming without Zooming, §3.1; each costs as much as one of the student’s.",
      },
      { value: reward.answers, least: 1, most: 32, step: 1, digits: 0 },
      (answers) => set({ answers }),
    ),
    number(
      {
        id: "consensus-agreeing",
        label: "Of which must agree",
        source: "At least 6 of 8 in the released code; the paper says more than 6.",
      },
      { value: reward.agreeing, least: 1, most: reward.answers, step: 1, digits: 0 },
      (agreeing) => set({ agreeing }),
    ),
  ];
}

/** The bounds of the ratio where it is clipped. */
function boundKnobs(recipe: Recipe, set: (clip: RatioClip) => Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  if (loss.kind !== "policy-gradient" || loss.clip === undefined) return [];
  const { clip } = loss;
  return [
    number(
      {
        id: "ratio-low",
        label: "Clipped below 1 by",
        source: "0.2 in PPO, GRPO, DAPO, Uni-OPD and Zooming without Zooming.",
      },
      { value: clip.low, least: 0, most: 1, step: 0.02, digits: 2 },
      (low) => set({ ...clip, low }),
    ),
    number(
      {
        id: "ratio-high",
        label: "Clipped above 1 by",
        source: "0.2 in PPO and GRPO, 0.28 in DAPO and Uni-OPD, 0.3 as Zooming without Zooming was released.",
      },
      { value: clip.high, least: 0, most: 10, step: 0.02, digits: 2 },
      (high) => set({ ...clip, high }),
    ),
  ];
}

function clipKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  if (loss.kind !== "policy-gradient") return [];
  const { clip = null, ...bare } = loss;
  const set = (chosen: RatioClip | null): Recipe => ({
    ...recipe,
    loss: chosen === null ? bare : { ...loss, clip: chosen },
  });
  return [
    choice<RatioClip | null>(
      {
        id: "ratio",
        label: "Ratio to the drawn probability",
        source: "PPO (arXiv 1707.06347, eq. 7) clips it. That acts from a step’s second update on.",
      },
      clipOptions(clip),
      clip,
      set,
    ),
    ...boundKnobs(recipe, set),
  ];
}

function ofReward(recipe: Recipe): readonly RecipeKnob[] {
  const { loss, reward = null, dropsEqual = null } = recipe;
  if (loss.kind !== "policy-gradient" || loss.advantage !== "right-answers") return [];
  return [
    choice<RewardChoice | null>(
      {
        id: "reward",
        label: "Answers are rewarded for being",
        source:
          "Zooming without Zooming, §3.1, takes what answers from the crop agree on; no label is needed.",
      },
      rewardOptions(reward),
      reward,
      (chosen) => withPart(recipe, "reward", chosen),
    ),
    ...(reward?.kind === "consensus" ? consensusKnobs(recipe, reward) : []),
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
    ...ofReward(recipe),
    ...clipKnobs(recipe),
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
