/** What prevents a recipe from being run. */

import { formulaMistake } from "./formulas.ts";
import { partsMistake } from "./parts-mistake.ts";
import type { Recipe } from "./recipe.ts";

/** As a sentence for a person; null where nothing does. */
export function recipeMistake(recipe: Recipe): string | null {
  return partsMistake(recipe) ?? formulaMistake(recipe);
}
