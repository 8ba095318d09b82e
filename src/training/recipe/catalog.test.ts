/** Every recipe is documented, and its parts fit together. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { divergenceMistake } from "../../math/divergences/catalog.ts";
import { recipeOf, recipes } from "./catalog.ts";

const documented = readFileSync(new URL("../../../docs/training.md", import.meta.url), "utf8");

test.each(recipes)("$id is known by its id, documented, and complete", (recipe) => {
  expect(recipeOf(recipe.id)).toBe(recipe);
  expect(documented).toContain(`| \`${recipe.id}\` |`);
  expect(recipe.teacher === null).toBe(recipe.loss.kind === "cross-entropy");
  if (recipe.loss.kind === "divergence") expect(divergenceMistake(recipe.loss.divergence)).toBeNull();
});

test("there is no recipe of another id", () => {
  expect(recipeOf("nothing")).toBeUndefined();
});
