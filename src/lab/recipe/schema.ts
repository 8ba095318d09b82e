/** What a recipe from outside must look like, field by field. Messages say what is expected. */

import * as v from "valibot";
import type { Recipe as View, ViewStep } from "../../evidence/views/recipe.ts";
import { parseRecipe, printRecipe } from "../../evidence/views/recipe-text.ts";
import { ROLES } from "../../evidence/views/showing.ts";
import { type Parameter, STEPS } from "../../evidence/views/steps.ts";
import { gates } from "../../gate/catalog.ts";
import type { AnyGate } from "../../gate/gate.ts";
import { divergences } from "../../math/divergences/catalog.ts";
import type { DivergenceKind } from "../../math/divergences/definition.ts";
import { DECODER_MAPS, type Recipe } from "./recipe.ts";

const held = (words: string, holds: (value: number) => boolean) =>
  v.pipe(
    v.number(words),
    v.check((value) => Number.isFinite(value) && holds(value), words),
  );
const within = (least: number, most: number) =>
  held(`a number from ${least} to ${most}`, (value) => value >= least && value <= most);
const from = (least: number) => held(`a number from ${least} up`, (value) => value >= least);
const finite = held("a number", () => true);
const positive = held("a number above 0", (value) => value > 0);
const belowOne = held("a number from 0 up and below 1", (value) => value >= 0 && value < 1);
const count = held("a whole number from 1 up", (value) => Number.isInteger(value) && value >= 1);
const words = v.pipe(v.string("a text"), v.nonEmpty("a text that is not empty"));

function parameterSchema(parameter: Exclude<Parameter, { kind: "image" }>) {
  if (parameter.kind === "flag") return v.boolean("true or false");
  const { least, most, whole } = parameter;
  return whole
    ? held(`a whole number from ${least} to ${most}`, (value) => {
        return Number.isInteger(value) && value >= least && value <= most;
      })
    : within(least, most);
}

/** Every step of a view but those that name another image, which a question of a run does not have. */
const steps = Object.entries(STEPS).flatMap(([kind, { parameters }]) => {
  const own = parameters.flatMap((parameter) => (parameter.kind === "image" ? [] : [parameter]));
  if (own.length < parameters.length) return [];
  const fields = own.map((parameter) => [parameter.field, parameterSchema(parameter)] as const);
  return [v.strictObject({ kind: v.literal(kind), ...Object.fromEntries(fields) })];
});

const view = v.pipe(
  // STEPS lists exactly the fields of each kind of step.
  v.array(v.variant("kind", steps) as v.GenericSchema<unknown, ViewStep>, "a list of steps"),
  v.nonEmpty("a list of at least one step"),
  v.rawCheck(({ dataset, addIssue }) => {
    const read = dataset.typed ? parseRecipe(printRecipe(dataset.value)) : null;
    if (read !== null && !read.ok) addIssue({ message: `steps that fit together: ${read.fault.message}` });
  }),
) satisfies v.GenericSchema<unknown, View>;

const divergence = v.variant(
  "kind",
  divergences.map(({ id, parameter }) =>
    v.strictObject({
      kind: v.literal(id),
      ...(parameter !== null && { [parameter.name]: within(parameter.least, parameter.most) }),
    }),
  ),
) as v.GenericSchema<unknown, DivergenceKind>;

const support = v.variant("kind", [
  v.strictObject({ kind: v.literal("full") }),
  v.strictObject({
    kind: v.literal("topK"),
    k: count,
    from: v.picklist(["student", "teacher"]),
    rest: v.picklist(["tail", "flooredTail", "renormalise", "drop"]),
  }),
]);

const loss = v.variant("kind", [
  v.strictObject({ kind: v.literal("divergence"), divergence, support }),
  v.strictObject({ kind: v.literal("sampled-token"), largest: positive }),
  v.strictObject({ kind: v.literal("estimate"), estimate: v.picklist(["k1", "k2", "k3"]) }),
  v.strictObject({
    kind: v.literal("policy-gradient"),
    advantage: v.picklist(["gate", "right-answers"]),
    clip: v.exactOptional(v.strictObject({ low: within(0, 1), high: from(0) })),
  }),
  v.strictObject({ kind: v.literal("cross-entropy") }),
  v.strictObject({ kind: v.literal("formula"), text: words }),
]);

const drawn = { temperature: positive, group: count };
const rollout = v.variant("kind", [
  v.strictObject({ kind: v.literal("student"), ...drawn }),
  v.strictObject({ kind: v.literal("teacher"), ...drawn }),
  v.strictObject({ kind: v.literal("right-answers") }),
]);

const teacher = v.strictObject({
  weights: v.variant("kind", [
    v.strictObject({ kind: v.literal("frozen") }),
    v.strictObject({ kind: v.literal("current") }),
    v.strictObject({ kind: v.literal("average"), halfLife: positive }),
    v.strictObject({ kind: v.literal("trust-region"), rate: within(0, 1) }),
    v.strictObject({ kind: v.literal("model"), model: words }),
  ]),
  view,
  told: v.exactOptional(v.literal(true)),
});

/** Every setting of a gate. Their ranges are for fields: a margin that is never reached switches Uni-OPD's off. */
function settingsOf({ start, choices }: AnyGate) {
  const named = Object.keys(start).map((name) => {
    const options = choices[name]?.options.map(({ value }) => String(value));
    return [name, options === undefined ? finite : v.picklist(options)] as const;
  });
  return v.strictObject(Object.fromEntries(named));
}

const side = v.lazy((value) => (typeof value === "string" ? v.literal("teacher") : view));
const sides = v.strictObject(v.entriesFromList(ROLES, v.exactOptional(side)));
const gate = v.variant(
  "gate",
  gates.map((each) => v.strictObject({ gate: v.literal(each.id), settings: settingsOf(each), sides })),
);

const trained = v.variant("kind", [
  v.strictObject({ kind: v.literal("decoder") }),
  v.strictObject({ kind: v.literal("all") }),
  v.strictObject({
    kind: v.literal("lora"),
    rank: count,
    alpha: positive,
    maps: v.exactOptional(
      v.pipe(v.array(v.picklist(DECODER_MAPS)), v.nonEmpty("a list of at least one map")),
    ),
  }),
]);

/** Kernels divide by the root of the second moment and epsilon, so epsilon is at least 1e-10. */
const optimizer = v.strictObject({
  rate: positive,
  warmUp: within(0, 1),
  beta1: belowOne,
  beta2: belowOne,
  epsilon: from(1e-10),
  weightDecay: from(0),
  clip: positive,
});

/** A recipe; whether its parts fit together is another question. */
export const recipeSchema = v.strictObject({
  id: words,
  title: words,
  about: words,
  source: words,
  rollout,
  student: view,
  teacher: v.nullable(teacher),
  loss,
  gate: v.nullable(gate),
  weights: v.exactOptional(words),
  average: v.picklist(["tokens", "sequences"]),
  reward: v.exactOptional(
    v.variant("kind", [
      v.strictObject({ kind: v.literal("right-answers") }),
      v.strictObject({ kind: v.literal("consensus"), answers: count, agreeing: count }),
    ]),
  ),
  dropsEqual: v.exactOptional(v.literal(true)),
  balance: v.exactOptional(from(0)),
  updates: v.exactOptional(count),
  trained,
  optimizer,
  pictures: count,
  questions: count,
}) satisfies v.GenericSchema<unknown, Recipe>;
