/** The parts of a recipe that say which answers and tokens count more. */
import { gateOf } from "../../../gate/catalog.ts";
import { recipes } from "../../../lab/recipe/catalog.ts";
import type { Recipe, TrainingGate } from "../../../lab/recipe/recipe.ts";
import { choice, type Option, type RecipeKnob } from "./knob.ts";

/** What tells gates apart whatever their settings are. */
const gateKey = ({ gate, sides }: TrainingGate): string => JSON.stringify([gate, sides]);

/** The gates of the recipes, each once. */
const GATES: readonly (Option<TrainingGate> & { readonly key: string })[] = recipes
  .flatMap(({ gate, title }) => (gate === null ? [] : [{ name: title, value: gate, key: gateKey(gate) }]))
  .filter(({ key }, at, all) => all.findIndex((other) => other.key === key) === at);

/** Every gate that can be chosen; the chosen one with the settings that it has. */
function gateOptions(chosen: TrainingGate | null): readonly Option<TrainingGate | null>[] {
  const own = chosen === null ? null : gateKey(chosen);
  return [
    { name: "none: every answer counts alike", value: null },
    ...GATES.map(({ name, value, key }) => ({ name, value: key === own ? chosen : value })),
  ];
}

/** The settings of the chosen gate. */
function settingsKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { gate } = recipe;
  const definition = gate === null ? undefined : gateOf(gate.gate);
  if (gate === null || definition === undefined) return [];
  return [
    {
      id: "gate-settings",
      label: "Settings of the gate",
      source: definition.source,
      kind: "gate",
      value: gate,
      with: ({ settings }) => ({ ...recipe, gate: { ...gate, settings } }),
    },
  ];
}

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
        source:
          "V-Zero eq. 17 to 24, VA-OPD eq. 2 to 6, Uni-OPD’s margin, VPPO’s dependence on the image; with the settings of each.",
      },
      gateOptions(recipe.gate),
      recipe.gate,
      (gate) => ({ ...recipe, gate }),
    ),
    ...settingsKnobs(recipe),
    ...weightKnobs(recipe),
  ];
}
