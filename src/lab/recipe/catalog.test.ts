/** Every recipe is documented, and its parts fit together. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { vppo } from "../../gate/vppo.ts";
import { recipeOf, recipes } from "./catalog.ts";
import { recipeMistake } from "./mistake.ts";
import type { Recipe } from "./recipe.ts";

const documented = readFileSync(new URL("../../../docs/training.md", import.meta.url), "utf8");

test.each(recipes)("$id is known by its id, documented, and complete", (recipe) => {
  expect(recipeOf(recipe.id)).toBe(recipe);
  expect(documented).toContain(`| \`${recipe.id}\` |`);
  expect(recipeMistake(recipe)).toBeNull();
  const { loss, gate, teacher, rollout, reward } = recipe;
  const gated = gate !== null && gate.gate !== "vppo";
  const compares = ["divergence", "sampled-token", "estimate"].includes(loss.kind) || gated;
  expect(teacher !== null).toBe(compares || rollout.kind === "teacher" || reward?.kind === "consensus");
});

test("there is no recipe of another id", () => {
  expect(recipeOf("nothing")).toBeUndefined();
});

const known = (id: string): Recipe => recipeOf(id) as Recipe;
const alone = { kind: "student", temperature: 1, group: 1 } as const;

test.each<[string, Recipe, string]>([
  ["a divergence without a teacher", { ...known("vision-opd"), teacher: null }, "there is none"],
  [
    "an unknown divergence",
    {
      ...known("vision-opd"),
      loss: { kind: "divergence", divergence: { kind: "other" }, support: { kind: "full" } },
    },
    "no divergence",
  ],
  ["answers of no teacher", { ...known("teacher-answers"), teacher: null }, "there is none"],
  ["labels of no teacher", { ...known("zwz"), teacher: null }, "there is none"],
  [
    "answers of two mixed models",
    { ...known("teacher-answers"), teacher: known("trust-region").teacher },
    "no answers of its own",
  ],
  ["a gate over single answers", { ...known("v-zero"), rollout: alone }, "at least two"],
  [
    "a gate without a side",
    {
      ...known("v-zero"),
      gate: { gate: "v-zero", settings: {}, sides: { positive: "teacher" } },
    },
    "negative",
  ],
  ["rewards without their loss", { ...known("uni-opd"), loss: known("opd").loss }, "gives rewards"],
  [
    "advantages of a gate of weights",
    { ...known("v-zero"), loss: known("uni-opd").loss },
    "needs a gate that gives rewards",
  ],
  [
    "a masked view that is the teacher’s",
    { ...known("vppo"), gate: { gate: "vppo", settings: vppo.start, sides: { masked: "teacher" } } },
    "the student itself",
  ],
  ["advantages of no gate", { ...known("uni-opd"), gate: null }, "there is none"],
  ["advantages of single answers", { ...known("grpo"), rollout: alone }, "at least two"],
])("%s cannot be run", (_, recipe, words) => {
  expect(recipeMistake(recipe)).toContain(words);
});
