/** A recipe from a file: its own JSON, or the document of a run, whose header has one. */

import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { type RecipeFormulas, withFormulas } from "./formulas.ts";
import { recipeMistake } from "./mistake.ts";
import type { Recipe } from "./recipe.ts";
import { recipeSchema } from "./schema.ts";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const headerSchema = v.looseObject({ format: v.literal("fovea-run"), recipe: v.unknown() });

/** What valibot expects, in words: `("tokens" | "sequences")` is `"tokens" or "sequences"`. */
const expectedWords = (expected: string): string =>
  expected
    .replace(/^\(|\)$/g, "")
    .replaceAll(" | ", " or ")
    .replace("Object", "an object")
    .replace("Array", "a list");

function givenWords(input: unknown): string {
  if (Array.isArray(input)) return input.length === 0 ? "an empty list" : "a list";
  return typeof input === "object" && input !== null ? "an object" : JSON.stringify(input);
}

/** The field, and what is expected of it. */
function issueWords({ type, expected, message, input }: v.BaseIssue<unknown>, path: string | null): string {
  const field = path ?? "The recipe";
  if (type === "strict_object" && expected === "never") return `There is no field ${field}.`;
  if (type === "strict_object" && input === undefined) return `${field} is missing.`;
  const wanted = message.startsWith("Invalid ") ? expectedWords(expected ?? "something else") : message;
  return `${field} is ${input === undefined ? "missing" : givenWords(input)}; expected is ${wanted}.`;
}

/**
 * Faults: badInput, where the text is neither a recipe nor a run's document, a field is wrong, or the parts do not fit together once
 * formulas stand in their places. The recipe is without these.
 */
export function readRecipe(text: string, formulas: RecipeFormulas): Outcome<Recipe> {
  const whole = parsed(text) ?? parsed(text.trimStart().split("\n", 1)[0] ?? "");
  if (whole === undefined)
    return failure(
      "badInput",
      "It is not JSON.",
      "A recipe is the field “recipe” of a run.jsonl’s first line.",
    );
  const header = v.safeParse(headerSchema, whole);
  const given = header.success ? header.output.recipe : whole;
  const found = v.safeParse(recipeSchema, given, { abortPipeEarly: true });
  if (!found.success) {
    const [issue] = found.issues;
    return failure("badInput", issueWords(issue, v.getDotPath(issue)));
  }
  const mistake = recipeMistake(withFormulas(found.output, formulas));
  return mistake === null ? success(given as Recipe) : failure("badInput", mistake);
}
