/** The parts of a recipe that say what is minimised. */
import { readFormula } from "../../../formula/formula.ts";
import { lossRemark } from "../../../formula/gradient/loss-remark.ts";
import type { FormulaLoss, Recipe, TrainingLoss } from "../../../lab/recipe/recipe.ts";
import { definitionOf, divergences, parameterOf } from "../../../math/divergences/catalog.ts";
import { RESTS } from "../../shared/rests.ts";
import { choice, number, type Option, type RecipeKnob } from "./knob.ts";

type DivergenceLoss = Extract<TrainingLoss, { kind: "divergence" }>;

/** The loss of each divergence, over the same support as before: the chosen one as it is, others with the start value of their parameter. */
function divergenceLosses(loss: Recipe["loss"]): readonly Option<TrainingLoss>[] {
  const chosen = loss.kind === "divergence" ? loss : null;
  return divergences.map(({ id, title, parameter }) => ({
    name: title,
    value:
      chosen?.divergence.kind === id
        ? chosen
        : {
            kind: "divergence",
            divergence: parameter === null ? { kind: id } : { kind: id, [parameter.name]: parameter.start },
            support: chosen?.support ?? { kind: "full" },
          },
  }));
}

/** The parameter of a divergence that has one. */
function parameterKnobs(recipe: Recipe, loss: DivergenceLoss): readonly RecipeKnob[] {
  const { divergence } = loss;
  const definition = definitionOf(divergence.kind);
  if (definition === undefined || definition.parameter === null) return [];
  const { name, symbol, words, least, most, step } = definition.parameter;
  return [
    number(
      { id: "divergence-parameter", label: `${symbol}, ${words}`, source: definition.source },
      { value: parameterOf(definition, divergence), least, most, step, digits: 2 },
      (value) => ({ ...recipe, loss: { ...loss, divergence: { ...divergence, [name]: value } } }),
    ),
  ];
}

/** Over which tokens a divergence is taken, and what becomes of the others. */
function supportKnobs(recipe: Recipe, loss: DivergenceLoss): readonly RecipeKnob[] {
  const { support } = loss;
  const over = (chosen: DivergenceLoss["support"]): Recipe => ({
    ...recipe,
    loss: { ...loss, support: chosen },
  });
  const top = (from: "student" | "teacher"): DivergenceLoss["support"] =>
    support.kind === "topK" ? { ...support, from } : { kind: "topK", k: 100, from, rest: "tail" };
  const which = choice(
    {
      id: "support",
      label: "Taken over",
      source: "Vision-OPD §4.1 takes the student’s most likely tokens; OPSD the teacher’s.",
    },
    [
      { name: "the whole vocabulary", value: { kind: "full" } },
      { name: "the student’s most likely tokens", value: top("student") },
      { name: "the teacher’s most likely tokens", value: top("teacher") },
    ],
    support,
    over,
  );
  if (support.kind === "full") return [which];
  return [
    which,
    number(
      {
        id: "top-k",
        label: "K, how many of these tokens",
        source: "100 in Vision-OPD §4.1, 50 in OPSD’s released code; at most the vocabulary counts.",
      },
      { value: support.k, least: 1, most: 1024, step: 1, digits: 0 },
      (k) => over({ ...support, k }),
    ),
    choice(
      {
        id: "rest",
        label: "The rest is",
        source:
          "One bin in Vision-OPD §4.1. OPSD and verl’s forward_kl_topk, which V-Zero’s code offers, leave it out.",
      },
      RESTS,
      support.rest,
      (rest) => over({ ...support, rest }),
    ),
  ];
}

/** The bound of the log-ratio at the sampled tokens. */
function boundKnob(recipe: Recipe, loss: Extract<TrainingLoss, { kind: "sampled-token" }>): RecipeKnob {
  return number(
    {
      id: "largest",
      label: "Largest log-ratio, in nats",
      source: "10 in V-Zero’s released code; beyond it in either direction the bound itself counts.",
    },
    { value: loss.largest, least: 0.1, most: 100, step: 0.5, digits: 1 },
    (largest) => ({ ...recipe, loss: { ...loss, largest } }),
  );
}

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

/** What only the chosen loss has. */
function ofLoss(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  switch (loss.kind) {
    case "formula":
      return [formulaKnob(recipe, loss)];
    case "divergence":
      return [...parameterKnobs(recipe, loss), ...supportKnobs(recipe, loss)];
    case "sampled-token":
      return [boundKnob(recipe, loss)];
    case "estimate":
    case "policy-gradient":
    case "cross-entropy":
      return [];
    default:
      return loss satisfies never;
  }
}

/** What is taken between student and teacher, and over what. */
export function lossKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { loss } = recipe;
  const losses: readonly Option<Recipe["loss"]>[] = [
    ...divergenceLosses(loss),
    {
      name: "Log-ratio at the sampled tokens",
      value: loss.kind === "sampled-token" ? loss : { kind: "sampled-token", largest: 10 },
    },
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
  return [which, ...ofLoss(recipe), average];
}
