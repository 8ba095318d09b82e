/** The parts of a recipe that say what is minimised. */
import { recipes } from "../../../lab/recipe/catalog.ts";
import type { Recipe, TrainingGate, TrainingLoss } from "../../../lab/recipe/recipe.ts";
import { divergences } from "../../../math/divergences/catalog.ts";
import { choice, type Option, type RecipeKnob } from "./knob.ts";

type DivergenceLoss = Extract<TrainingLoss, { kind: "divergence" }>;

/** The loss of a divergence with its start value, over the same support as before. */
function divergenceLosses(support: DivergenceLoss["support"]): readonly Option<TrainingLoss>[] {
  return divergences.map(({ id, title, parameter }) => ({
    name: title,
    value: {
      kind: "divergence",
      divergence: parameter === null ? { kind: id } : { kind: id, [parameter.name]: parameter.start },
      support,
    },
  }));
}

const SUPPORTS: readonly Option<DivergenceLoss["support"]>[] = [
  { name: "the whole vocabulary", value: { kind: "full" } },
  ...[100, 20].flatMap((k) =>
    (["student", "teacher"] as const).map((from) => ({
      name: `the ${from}’s ${k} most likely tokens, and the rest as one`,
      value: { kind: "topK", k, from, rest: "tail" } as const,
    })),
  ),
];

/** What is taken between student and teacher, and over what. */
export function lossKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  const support: DivergenceLoss["support"] = loss.kind === "divergence" ? loss.support : { kind: "full" };
  const losses: readonly Option<TrainingLoss>[] = [
    ...divergenceLosses(support),
    { name: "Log-ratio at the sampled tokens", value: { kind: "sampled-token", largest: 10 } },
    { name: "Policy gradient, advantages of a gate", value: { kind: "policy-gradient", advantage: "gate" } },
    {
      name: "Policy gradient, advantages of right answers",
      value: { kind: "policy-gradient", advantage: "right-answers" },
    },
    { name: "Cross-entropy", value: { kind: "cross-entropy" } },
  ];
  const which = choice(
    {
      id: "loss",
      label: "Loss",
      source:
        "Vision-OPD’s table 4 compares divergences, and JSD(½) is its own; V-Zero takes the log-ratio; GRPO right answers.",
    },
    losses,
    loss,
    (chosen) => ({ ...recipe, loss: chosen }),
  );
  const average = choice<Recipe["average"]>(
    {
      id: "average",
      label: "Mean over",
      source:
        "Tokens in V-Zero’s and Vision-OPD’s released code; answers, each by the mean of its tokens, in GRPO.",
    },
    [
      { name: "the tokens of all answers", value: "tokens" },
      { name: "answers, each by its mean token", value: "sequences" },
    ],
    recipe.average,
    (chosen) => ({ ...recipe, average: chosen }),
  );
  if (loss.kind !== "divergence") return [which, average];
  const over = choice(
    {
      id: "support",
      label: "Taken over",
      source:
        "Vision-OPD §4.1 takes the student’s 100 most likely tokens and the rest; here there are 1,174 in all.",
    },
    SUPPORTS,
    loss.support,
    (chosen) => ({ ...recipe, loss: { ...loss, support: chosen } }),
  );
  return [which, over, average];
}

const GATES: readonly Option<TrainingGate | null>[] = [
  { name: "none: every answer counts alike", value: null },
  ...recipes.flatMap(({ gate, title }) => (gate === null ? [] : [{ name: title, value: gate }])),
];

/** Which answers count more. */
export function gateKnobs(recipe: Recipe): readonly RecipeKnob[] {
  return [
    choice(
      {
        id: "gate",
        label: "Gate",
        source: "V-Zero eq. 17 to 24, VA-OPD eq. 2 to 6, Uni-OPD’s margin; with the settings of each.",
      },
      GATES,
      recipe.gate,
      (gate) => ({ ...recipe, gate }),
    ),
  ];
}
