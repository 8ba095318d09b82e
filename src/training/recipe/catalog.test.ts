/** Every recipe is documented, and its parts fit together. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gateOf } from "../../gate/catalog.ts";
import { divergenceMistake } from "../../math/divergences/catalog.ts";
import { recipeOf, recipes } from "./catalog.ts";

const documented = readFileSync(new URL("../../../docs/training.md", import.meta.url), "utf8");

test.each(recipes)("$id is known by its id, documented, and complete", (recipe) => {
  expect(recipeOf(recipe.id)).toBe(recipe);
  expect(documented).toContain(`| \`${recipe.id}\` |`);
  const { loss, gate, teacher, rollout } = recipe;
  expect(teacher !== null).toBe(loss.kind === "divergence" || loss.kind === "sampled-token" || gate !== null);
  const shown = ["student", ...Object.keys(gate?.sides ?? {})];
  expect(gate === null ? [] : gateOf(gate.gate)?.needs.filter((side) => !shown.includes(side))).toEqual([]);
  expect(rollout.kind === "student" ? rollout.group > 1 : false).toBe(
    gate !== null || loss.kind === "policy-gradient",
  );
  if (loss.kind === "divergence") expect(divergenceMistake(loss.divergence)).toBeNull();
});

test("there is no recipe of another id", () => {
  expect(recipeOf("nothing")).toBeUndefined();
});
