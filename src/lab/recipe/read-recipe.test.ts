/** Recipes from files: those of the catalog and of runs are read as they are, and what is wrong is named with what is expected. */

import { expect, test } from "vitest";
import { testDocument } from "../run/run.testing.ts";
import { tables } from "../tables/catalog.ts";
import { recipeOf, recipes } from "./catalog.ts";
import { readRecipe } from "./read-recipe.ts";
import type { Recipe } from "./recipe.ts";

const read = (value: unknown, formulas = {}) => readRecipe(JSON.stringify(value, null, 2), formulas);
const known = (id: string): Recipe => recipeOf(id) as Recipe;

test("every recipe of the catalog and of the tables is read from its JSON as it is, also with all weights trained", () => {
  const rows = tables.flatMap((table) => table.rows.map(({ recipe }) => recipe));
  const whole: Recipe = { ...known("vision-opd"), trained: { kind: "all" } };
  for (const recipe of [...recipes, ...rows, whole])
    expect(read(recipe)).toEqual({ ok: true, value: recipe });
});

test("a run's document has its recipe in the first line, whatever follows", () => {
  const document = testDocument([]);
  const { recipe } = JSON.parse(document.split("\n")[0] ?? "");
  expect(readRecipe(document, {})).toEqual({ ok: true, value: recipe });
  expect(readRecipe(`\n${document}{"kind":"st`, {})).toEqual({ ok: true, value: recipe });
});

const opsd = known("opsd");
const zero = known("v-zero");
const { optimizer } = opsd;
const { rate: _, ...withoutRate } = optimizer;

test.each<[string, unknown, string]>([
  ["another value", 7, "The recipe is 7; expected is an object."],
  ["a missing field", { ...opsd, optimizer: withoutRate }, "optimizer.rate is missing."],
  ["an unknown field", { ...opsd, optimizer: { ...optimizer, rte: 1 } }, "There is no field optimizer.rte."],
  [
    "a text for a number",
    { ...opsd, optimizer: { ...optimizer, rate: "3e-4" } },
    'optimizer.rate is "3e-4"; expected is a number above 0.',
  ],
  [
    "a moment that never fades",
    { ...opsd, optimizer: { ...optimizer, beta2: 1 } },
    "optimizer.beta2 is 1; expected is a number from 0 up and below 1.",
  ],
  [
    "more warm-up than the run",
    { ...opsd, optimizer: { ...optimizer, warmUp: 2 } },
    "optimizer.warmUp is 2; expected is a number from 0 to 1.",
  ],
  ["half an image", { ...opsd, pictures: 0.5 }, "pictures is 0.5; expected is a whole number from 1 up."],
  [
    "a mean of another kind",
    { ...opsd, average: "words" },
    'average is "words"; expected is "tokens" or "sequences".',
  ],
  [
    "another kind of loss",
    { ...opsd, loss: { kind: "mse" } },
    'loss.kind is "mse"; expected is "divergence" or',
  ],
  [
    "a parameter out of its range",
    {
      ...opsd,
      loss: { kind: "divergence", divergence: { kind: "jsd", beta: 2 }, support: { kind: "full" } },
    },
    "loss.divergence.beta is 2; expected is a number from 0 to 1.",
  ],
  [
    "a gate's setting that is not one of its words",
    { ...zero, gate: { ...zero.gate, settings: { ...zero.gate?.settings, mean: "both" } } },
    'gate.settings.mean is "both"; expected is "sequence" or "token".',
  ],
  [
    "a gate's setting that it does not have",
    { ...zero, gate: { ...zero.gate, settings: { ...zero.gate?.settings, tau: 1 } } },
    "There is no field gate.settings.tau.",
  ],
  [
    "a view of a gate's side",
    { ...zero, gate: { ...zero.gate, sides: { positive: "student", negative: zero.student } } },
    'gate.sides.positive is "student"; expected is "teacher".',
  ],
  ["a view without steps", { ...opsd, student: [] }, "student is an empty list; expected is a list of at"],
  [
    "a margin below 0",
    { ...opsd, student: [{ kind: "crop", margin: -1, scale: 2 }] },
    "student.0.margin is -1; expected is a number from 0 to 8.",
  ],
  [
    "another image, which questions of a run do not have",
    { ...opsd, student: [{ kind: "other-image", image: "a" }] },
    'student.0.kind is "other-image"',
  ],
  [
    "a view that cuts twice",
    { ...opsd, student: [known("vision-opd").teacher?.view[0], known("wrong-crop").teacher?.view[0]] },
    "cuts twice",
  ],
  ["parts that do not fit together", { ...opsd, teacher: null }, "there is none"],
  [
    "labels that can never be agreed on",
    { ...known("zwz"), reward: { kind: "consensus", answers: 4, agreeing: 6 } },
    "can never agree",
  ],
])("%s is refused", (_, value, message) => {
  const found = read(value);
  expect(found).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  expect(found.ok ? "" : found.fault.message).toContain(message);
});

test("a text that is not JSON is refused, with where a recipe is found", () => {
  expect(readRecipe("vision-opd", {})).toMatchObject({
    ok: false,
    fault: { message: "It is not JSON.", hint: expect.stringContaining("run.jsonl") },
  });
});

test("parts must fit together with the formulas that take their places, which the recipe is read without", () => {
  const alone = { ...known("vision-opd"), teacher: null };
  expect(read(alone).ok).toBe(false);
  expect(read(alone, { loss: "H(p)" })).toEqual({ ok: true, value: alone });
  expect(read(known("vision-opd"), { loss: "lS *" }).ok).toBe(false);
});
