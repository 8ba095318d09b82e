/** The plan, as a session's file stores it: recipes are written as a person writes them. */
import * as v from "valibot";
import type { Plan } from "../../evidence/views/plan.ts";
import { parseRecipe, printRecipe } from "../../evidence/views/recipe-text.ts";
import { role } from "./showing.ts";
import { box, imageId, modelId, size, text, whole } from "./words.ts";

const recipe = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseRecipe(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: parsed.fault.message });
    return NEVER;
  }),
);

export const plan = v.object({
  model: modelId,
  boxWords: v.nullable(text),
  image: imageId,
  size,
  box,
  question: text,
  longestEdge: v.exactOptional(whole),
  cropLongestEdge: v.exactOptional(whole),
  teacher: v.exactOptional(v.object({ model: modelId, boxWords: v.nullable(text) })),
  known: v.exactOptional(
    v.object({
      question: text,
      answer: text,
      evidence: v.array(text),
      choices: v.array(text),
      correct: v.exactOptional(v.array(v.array(whole))),
      answers: v.exactOptional(v.array(text)),
      numberWords: v.exactOptional(v.boolean()),
    }),
  ),
  student: recipe,
  others: v.array(v.object({ role, recipe })),
}) satisfies v.GenericSchema<unknown, Plan>;

/** The inverse. */
export function storedPlanOf(given: Plan): object {
  return {
    ...given,
    student: printRecipe(given.student),
    others: given.others.map((other) => ({ ...other, recipe: printRecipe(other.recipe) })),
  };
}
