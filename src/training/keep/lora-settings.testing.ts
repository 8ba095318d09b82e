/** For tests: the settings of a short run that trains low-rank matrices. */

import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";

export const loraSettings = {
  recipe: recipeOf("vision-opd-lora") as Recipe,
  steps: 4,
  seed: 3,
  every: 2,
  perDimension: 2,
};
