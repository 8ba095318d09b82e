/** Formulas of one's own as the loss and as the gate of a recipe. */

import { readFormula } from "../../formula/formula.ts";
import { movingParts } from "../../formula/gradient/backward.ts";
import { otherSide } from "../../formula/gradient/row-group.ts";
import type { Quantity } from "../../formula/names.ts";
import type { Recipe } from "./recipe.ts";

/** Texts of formulas; what is not there stays the recipe's own. */
export interface RecipeFormulas {
  readonly loss?: string;
  readonly gate?: string;
}

export function withFormulas(recipe: Recipe, { loss, gate }: RecipeFormulas): Recipe {
  return {
    ...recipe,
    ...(loss === undefined ? {} : { loss: { kind: "formula", text: loss } }),
    ...(gate === undefined ? {} : { weights: gate }),
  };
}

/** The sides that a run of the recipe compares. */
function sidesOf({ teacher, gate }: Recipe): readonly string[] {
  return [...new Set([...(teacher === null ? [] : ["teacher"]), ...Object.keys(gate?.sides ?? {})])];
}

/** Why a run does not have a quantity; null where it does. */
function lacking(recipe: Recipe, quantity: Quantity): string | null {
  if (quantity.of === "answer") return null;
  if (quantity.of === "attention") return "a run measures no attention, since its graphs do not give it";
  if (quantity.of === "other" || quantity.of === "listed")
    return "a run lists no tokens and has no divergence of the page; write KL, JSD, TV, CE or a sum over the vocabulary";
  const side = otherSide(quantity);
  if (side.kind === "student") return null;
  const name = side.kind === "named" ? side.name : "teacher";
  const sides = sidesOf(recipe);
  if (sides.includes(name)) return null;
  const known = sides.length === 0 ? "no other side" : `only ${sides.join(", ")}`;
  return `the recipe compares ${known} with the student, not ${name}`;
}

function textMistake(recipe: Recipe, what: "loss" | "gate", text: string): string | null {
  const found = readFormula(text);
  if (!found.ok) {
    const { place, message } = found.problem;
    return `The ${what}, at character ${place.from + 1}: ${message}`;
  }
  const { quantities } = found.value;
  const lacks = quantities.map((quantity) => lacking(recipe, quantity)).find((why) => why !== null);
  if (typeof lacks === "string") return `The ${what} cannot be computed: ${lacks}.`;
  return what === "loss" && movingParts(found.value).length === 0
    ? "The loss does not change with the student’s logits, so nothing is learnt from it."
    : null;
}

/** Why the formulas of a recipe cannot be its loss or gate, as a sentence; null where they can. */
export function formulaMistake(recipe: Recipe): string | null {
  const { loss, weights } = recipe;
  const ofLoss = loss.kind === "formula" ? textMistake(recipe, "loss", loss.text) : null;
  if (ofLoss !== null || weights === undefined) return ofLoss;
  if (loss.kind === "policy-gradient")
    return "The loss is made of advantages, which a gate by formula does not give: write them into the loss.";
  return textMistake(recipe, "gate", weights);
}
