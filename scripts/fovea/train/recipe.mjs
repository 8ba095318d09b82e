/** What `--recipe` names: a recipe of the catalog by its id, or one in a file. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { loadTypeScript } from "../../process/load-typescript.mjs";
import { refuse, sentence } from "../refuse.mjs";

/** @typedef {import("../../../src/lab/recipe/recipe.ts").Recipe} Recipe */
/** @typedef {import("../../../src/lab/recipe/formulas.ts").RecipeFormulas} RecipeFormulas */

/**
 * The id as it is, or the recipe of a file that ends with .json or .jsonl: its own JSON, or the document of a run.
 * @returns {Promise<string | Recipe>}
 */
export async function recipeNamed(
  /** @type {string} */ name,
  /** @type {RecipeFormulas} formulas that take the places of its loss and gate */ formulas,
) {
  if (!/\.jsonl?$/i.test(name)) return name;
  const path = resolve(name);
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return refuse(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { readRecipe } = await loadTypeScript("src/lab/recipe/read-recipe.ts");
  /** @type {import("../../../src/base/outcome.ts").Outcome<Recipe>} */
  const found = readRecipe(text, formulas);
  return found.ok ? found.value : refuse(`The recipe in ${path} cannot be used. ${sentence(found.fault)}`);
}
