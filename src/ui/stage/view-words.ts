/** The words for a side and its view. */
import type { Recipe } from "../../evidence/views/recipe.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import type { Role } from "../../evidence/views/showing.ts";
import { definitionOf } from "../../evidence/views/steps.ts";

export const ROLE_WORDS: Readonly<Record<"student" | Role, string>> = {
  student: "Student",
  teacher: "Teacher",
  positive: "Positive",
  negative: "Negative",
  degraded: "Degraded",
  masked: "Masked",
  control: "Control",
  floor: "Noise floor",
};

/** A recipe in words, such as "image and crop, blurred". */
export function recipeWords(recipe: Recipe): string {
  return recipe.length === 0
    ? printRecipe(recipe)
    : recipe.map((step) => definitionOf(step).words(step)).join(", ");
}
