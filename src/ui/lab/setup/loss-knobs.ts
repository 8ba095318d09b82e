/** The parts of a recipe that say what is minimised. */
import { readFormula } from "../../../formula/formula.ts";
import { lossRemark } from "../../../formula/gradient/loss-remark.ts";
import { recipes } from "../../../lab/recipe/catalog.ts";
import type { FormulaLoss, Recipe, TrainingGate, TrainingLoss } from "../../../lab/recipe/recipe.ts";
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
  {
    name: "the teacher’s 50 most likely tokens, renormalised",
    value: { kind: "topK", k: 50, from: "teacher", rest: "renormalise" },
  },
];

const FIRST_LOSS: FormulaLoss = { kind: "formula", text: "JSD(q, p, 0.5)" };

function formulaRemark(text: string): string | null {
  const found = readFormula(text);
  return found.ok ? lossRemark(found.value) : null;
}

/** The text of a loss by formula. */
function formulaKnob(recipe: Recipe, { text }: FormulaLoss): RecipeKnob {
  return {
    id: "loss-formula",
    label: "The loss at each token",
    source:
      "Your own. q is the teacher, and sg(…) passes no derivative; the others are derived from what you write.",
    kind: "formula",
    value: text,
    with: (chosen) => ({ ...recipe, loss: { kind: "formula", text: chosen } }),
    remark: formulaRemark,
  };
}

/** A policy gradient, clipped as before. */
function policy({ loss }: Recipe, advantage: "gate" | "right-answers", name: string): Option<Recipe["loss"]> {
  const clip = loss.kind === "policy-gradient" ? loss.clip : undefined;
  return { name, value: { kind: "policy-gradient", advantage, ...(clip === undefined ? {} : { clip }) } };
}

/** What is taken between student and teacher, and over what. */
export function lossKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  const support: DivergenceLoss["support"] = loss.kind === "divergence" ? loss.support : { kind: "full" };
  const losses: readonly Option<Recipe["loss"]>[] = [
    ...divergenceLosses(support),
    { name: "Log-ratio at the sampled tokens", value: { kind: "sampled-token", largest: 10 } },
    ...(["k1", "k2", "k3"] as const).map((estimate) => ({
      name: `The estimate ${estimate} at the sampled tokens, as it stands (misuse)`,
      value: { kind: "estimate", estimate } as const,
    })),
    policy(recipe, "gate", "Policy gradient, advantages of a gate"),
    policy(recipe, "right-answers", "Policy gradient, advantages of rewards"),
    { name: "Cross-entropy", value: { kind: "cross-entropy" } },
    { name: "A formula of your own", value: loss.kind === "formula" ? loss : FIRST_LOSS },
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
  if (loss.kind === "formula") return [which, formulaKnob(recipe, loss), average];
  if (loss.kind !== "divergence") return [which, average];
  const over = choice(
    {
      id: "support",
      label: "Taken over",
      source:
        "Vision-OPD §4.1 takes the student’s 100 most likely tokens and the rest; OPSD the teacher’s 50, renormalised.",
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

/** A first gate by formula: right answers count in full, others a little. */
const FIRST_GATE = "if(correct, 1, 0.2)";

/** Whether a formula weighs the tokens, and its text. */
function weightKnobs({ weights, ...recipe }: Recipe): readonly RecipeKnob[] {
  const weighed = (text: string | null): Recipe => (text === null ? recipe : { ...recipe, weights: text });
  const which = choice<string | null>(
    {
      id: "weights",
      label: "Weights by",
      source:
        "A formula takes the place of the gate, which then only says how its sides are shown the image.",
    },
    [
      { name: recipe.gate === null ? "nothing" : "the gate", value: null },
      { name: "a formula of your own", value: weights ?? FIRST_GATE },
    ],
    weights ?? null,
    weighed,
  );
  if (weights === undefined) return [which];
  const text: RecipeKnob = {
    id: "weights-formula",
    label: "The weight of each token",
    source: "Your own: 1 counts as without a gate. No derivative passes through it.",
    kind: "formula",
    value: weights,
    with: weighed,
    remark: () => null,
  };
  return [which, text];
}

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
    ...weightKnobs(recipe),
  ];
}
