/** The numbers of a recipe as fields: each belongs to a choice, and is offered only where that has it. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { LabActions } from "../../../app/lab/lab-actions.ts";
import { INITIAL_LAB, type LabState } from "../../../app/lab/lab-state.ts";
import { gates } from "../../../gate/catalog.ts";
import { recipeOf, recipes } from "../../../lab/recipe/catalog.ts";
import { recipeMistake } from "../../../lab/recipe/mistake.ts";
import type { Recipe } from "../../../lab/recipe/recipe.ts";
import { divergences } from "../../../math/divergences/catalog.ts";
import { LabContext } from "../lab-context.ts";
import { knobHint, knobMistake, type RecipeKnob } from "./knob.ts";
import { knobsOf } from "./knobs.ts";
import { RecipeParts } from "./RecipePanel.tsx";

const known = (id: string): Recipe => recipeOf(id) as Recipe;
const knobs = (recipe: Recipe): readonly RecipeKnob[] => knobsOf(recipe).flatMap((group) => group.knobs);

function numberOf(recipe: Recipe, id: string): Extract<RecipeKnob, { kind: "number" }> | undefined {
  const found = knobs(recipe).find((knob) => knob.id === id);
  return found?.kind === "number" ? found : undefined;
}

/** Every number, in the first recipe that has it. */
const numbered = recipes
  .flatMap((recipe) => knobs(recipe).flatMap((knob) => (knob.kind === "number" ? [{ recipe, knob }] : [])))
  .filter(({ knob }, at, all) => all.findIndex((other) => other.knob.id === knob.id) === at);

test("both ends of a number's range and its own value are shown as they are; the hint names the range", () => {
  expect(numbered.length).toBeGreaterThan(20);
  for (const { recipe, knob } of numbered) {
    expect(knobMistake(knob)).toBeNull();
    expect(knobHint(knob)).toBe(`From ${knob.least} to ${knob.most}. ${knob.source}`);
    for (const value of [knob.least, knob.most]) {
      const again = numberOf(knob.with(value), knob.id);
      expect([recipe.id, knob.id, again?.value]).toEqual([recipe.id, knob.id, value]);
      expect(Number(value.toFixed(knob.digits))).toBe(value);
    }
    expect(Number(knob.value.toFixed(knob.digits))).toBe(knob.value);
  }
});

test("after a number was changed every choice still has its own name", () => {
  for (const { recipe, knob } of numbered) {
    const names = (of: Recipe) =>
      knobs(of).flatMap((each) =>
        each.kind === "choice" ? [each.options.find(({ value }) => value === each.value)?.name] : [],
      );
    expect(names(knob.with(knob.most))).toEqual(names(recipe));
  }
});

test.each<[string, Recipe, string, number | undefined]>([
  ["JSD's weight", known("vision-opd"), "divergence-parameter", 0.5],
  ["no parameter of the reverse KL divergence", known("opd"), "divergence-parameter", undefined],
  ["K of a support", known("opsd"), "top-k", 50],
  ["no K of the whole vocabulary", known("vision-opd"), "top-k", undefined],
  ["the bound of V-Zero's log-ratio", known("v-zero"), "largest", 10],
  ["the rate of a trust region", known("trust-region"), "mixing-rate", 0.05],
  ["no rate of a frozen teacher", known("vision-opd"), "mixing-rate", undefined],
  ["the rank of LoRA", known("vision-opd-lora"), "rank", 8],
  ["no rank of whole weights", known("vision-opd"), "rank", undefined],
  ["the answers of a consensus", known("zwz"), "consensus-answers", 8],
  ["how many of them agree", known("zwz"), "consensus-agreeing", 6],
  ["no consensus of labels", known("grpo"), "consensus-agreeing", undefined],
  ["PPO's lower bound", known("uni-opd"), "ratio-low", 0.2],
  ["PPO's upper bound", known("uni-opd"), "ratio-high", 0.28],
  ["AdamW's epsilon, in 1e-8", known("vision-opd"), "epsilon", 1],
  ["AdamW's second moment", known("vision-opd"), "beta2", 0.98],
])("%s", (_, recipe, id, value) => {
  expect(numberOf(recipe, id)?.value).toBe(value);
});

test("all weights can be trained, and LoRA’s numbers are not offered then", () => {
  const recipe = known("vision-opd-lora");
  const trained = knobs(recipe).find(({ id }) => id === "trained");
  if (trained?.kind !== "choice") throw new Error("What is trained is no choice.");
  const all = trained.with(trained.options.find(({ name }) => name.startsWith("all weights"))?.value ?? "");
  expect(all).toEqual({ ...recipe, trained: { kind: "all" } });
  expect(recipeMistake(all)).toBeNull();
  expect(numberOf(all, "rank")).toBeUndefined();
});

test("every divergence with a parameter has its field, within the catalog's range, and can be run at both ends", () => {
  const recipe = known("vision-opd");
  for (const { id, parameter } of divergences) {
    const chosen: Recipe = {
      ...recipe,
      loss: { kind: "divergence", divergence: { kind: id }, support: { kind: "full" } },
    };
    const knob = numberOf(chosen, "divergence-parameter");
    expect(knob?.value).toBe(parameter?.start);
    if (knob === undefined || parameter === null) continue;
    expect([knob.least, knob.most]).toEqual([parameter.least, parameter.most]);
    for (const value of [knob.least, knob.most]) expect(recipeMistake(knob.with(value))).toBeNull();
  }
});

test("a support can leave the rest out, by any K", () => {
  const rest = knobs(known("opsd")).find(({ id }) => id === "rest");
  if (rest?.kind !== "choice") throw new Error("The rest is no choice.");
  const dropped = rest.with(rest.options.find(({ name }) => name.includes("partial sum"))?.value ?? "");
  expect(numberOf(dropped, "top-k")?.with(7).loss).toMatchObject({
    support: { kind: "topK", k: 7, from: "teacher", rest: "drop" },
  });
});

test("the settings of a gate are those of the catalog; other settings leave its views as they are", () => {
  const recipe = known("v-zero");
  const knob = knobs(recipe).find(({ kind }) => kind === "gate");
  if (knob?.kind !== "gate") throw new Error("The gate has no settings.");
  expect(knob.value.settings).toEqual(gates.find(({ id }) => id === "v-zero")?.start);
  const weaker = knob.with({ gate: "v-zero", settings: { ...knob.value.settings, alpha: 0.5 } });
  expect(weaker.gate).toEqual({
    ...recipe.gate,
    settings: { alpha: 0.5, gamma: 1, least: 0, most: 2, mean: "sequence" },
  });
  expect(knobs(known("opd")).some(({ kind }) => kind === "gate")).toBe(false);
});

test("a number that does not fit another is said beside its field and keeps the recipe from being run", () => {
  const fewer = numberOf(known("zwz"), "consensus-answers")?.with(4) as Recipe;
  const agreeing = numberOf(fewer, "consensus-agreeing") as RecipeKnob;
  expect(knobMistake(agreeing)).toBe("6 is not between 1 and 4.");
  expect(recipeMistake(fewer)).toContain("4 answers");
  const half = numberOf({ ...known("vision-opd"), pictures: 2.5 }, "pictures") as RecipeKnob;
  expect(knobMistake(half)).toBe("2.5 is not a whole number.");
});

test("a gate whose settings contradict each other cannot be run", () => {
  const recipe = known("v-zero");
  const settings = { ...recipe.gate?.settings, least: 3 };
  expect(recipeMistake({ ...recipe, gate: { ...recipe.gate, settings } as Recipe["gate"] })).toContain(
    "the smallest weight 3 is above the largest 2",
  );
});

/** The parts of a recipe as the page shows them, text alone. */
function shown(recipe: Recipe): string {
  const settings = { ...INITIAL_LAB.settings, recipe };
  const store = createStore<LabState>()(() => ({ ...INITIAL_LAB, settings }));
  // Rendering calls no action.
  const value = { store, actions: {} as LabActions };
  const parts = createElement(RecipeParts, { disabled: false });
  return renderToStaticMarkup(createElement(LabContext, { value }, parts)).replace(/<[^>]*>/g, "|");
}

test("the page shows the mistake below its field, and the gate's settings as the playground does", () => {
  const zwz = { ...known("zwz"), reward: { kind: "consensus", answers: 4, agreeing: 6 } } as const;
  expect(shown(zwz)).toMatch(/Of which must agree[^.]*6 is not between 1 and 4\.\|+From 1 to 4\. /);
  expect(shown(known("v-zero"))).toMatch(/Settings of the gate.*Paper.*α, strength.*Reset settings/);
  expect(shown(known("grpo"))).not.toContain("Settings of the gate");
});
