/**
 * The text form of recipes: `crop:0.25`, `two-images+degraded`, `negative`, and lists of them, with a role where it is not
 * the default one: `teacher=full,degraded,control=crop+grey`.
 */
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Recipe, RoledRecipe, ViewStep, ViewStepKind } from "./recipe.ts";
import { ROLES, type Role } from "./showing.ts";
import { definitionOf, type Parameter, STEPS, usualRole } from "./steps.ts";

const NAMES = Object.keys(STEPS) as readonly ViewStepKind[];

/** The usual name of V-Zero's second prompt. */
const NEGATIVE = "negative";

/** Characters of an image's name that would be parsed as structure. */
const RESERVED = /[%,+:=]/g;

function parametersText(parameters: readonly Parameter[]): string {
  return parameters.map((parameter) => `:${parameter.field.toUpperCase()}`).join("");
}

/** The text form of every step, for help messages. */
export function stepsText(): string {
  return NAMES.map((name) => `${name}${parametersText(STEPS[name].parameters)}`).join(", ");
}

function parseNumber(
  name: string,
  parameter: Extract<Parameter, { kind: "number" }>,
  text: string,
): Outcome<number> {
  const { field, least, most, whole } = parameter;
  const what = `The ${field} of ${name}`;
  const hint = `Give a ${whole ? "whole number" : "number"} from ${least} to ${most}.`;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value))
    return failure("badInput", `${what} is “${text}”, which is not a number.`, hint);
  if (value < least || value > most) return failure("badInput", `${what} is ${value}.`, hint);
  if (whole && !Number.isInteger(value))
    return failure("badInput", `${what} is ${value}, which is not whole.`, hint);
  return success(value);
}

function parseImage(name: string, text: string | undefined): Outcome<string> {
  const hint = `Write ${name}:IMAGE, with %2C, %2B, %3A and %3D for commas, pluses, colons and equal signs in its name.`;
  if (text === undefined || text === "") return failure("badInput", `${name} needs an image.`, hint);
  try {
    return success(decodeURIComponent(text));
  } catch {
    return failure(
      "badInput",
      `The image of ${name} is “${text}”, where % does not start a valid code.`,
      hint,
    );
  }
}

function parseParameter(
  name: string,
  parameter: Parameter,
  text: string | undefined,
): Outcome<number | boolean | string> {
  switch (parameter.kind) {
    case "image":
      return parseImage(name, text);
    case "flag": {
      const { on, off, usual } = parameter;
      if (text === undefined) return success(usual);
      return text === on || text === off
        ? success(text === on)
        : failure("badInput", `The setting of ${name} is ${on} or ${off}, not “${text}”.`);
    }
    case "number":
      return text === undefined ? success(parameter.usual) : parseNumber(name, parameter, text);
    default:
      return parameter satisfies never;
  }
}

function parseStep(text: string): Outcome<ViewStep> {
  const [word = "", ...given] = text.split(":");
  const name = word.trim() as ViewStepKind;
  if (!Object.hasOwn(STEPS, name)) {
    return failure("badInput", `There is no view “${name}”.`, `Views are ${stepsText()} and ${NEGATIVE}.`);
  }
  const { parameters } = STEPS[name];
  if (given.length > parameters.length) {
    const most = parameters.length === 0 ? "nothing more" : `at most ${parametersText(parameters)}`;
    return failure("badInput", `${name} takes ${most}; “${text.trim()}” has more.`);
  }
  const step: Record<string, unknown> = { kind: name };
  for (const [index, parameter] of parameters.entries()) {
    const value = parseParameter(name, parameter, given[index]);
    if (!value.ok) return value;
    step[parameter.field] = value.value;
  }
  // STEPS lists exactly the fields of each kind of step; the round trip of the tests holds them together.
  return success(step as unknown as ViewStep);
}

/** Refuses steps that contradict each other. */
function checkRecipe(recipe: Recipe, text: string): Outcome<Recipe> {
  const [first, second] = recipe.filter(
    (step) => step.kind === "crop-image" || definitionOf(step).cut !== undefined,
  );
  if (first !== undefined && second !== undefined) {
    return failure(
      "badInput",
      `“${text}” cuts twice, by ${first.kind} and by ${second.kind}.`,
      "Keep one of them.",
    );
  }
  const boxed = recipe.find((step) => definitionOf(step).boxed);
  if (boxed !== undefined && first?.kind === "crop-image") {
    return failure(
      "badInput",
      `“${text}”: ${boxed.kind} refers to a box of the image, and crop-image shows another image.`,
      "Leave one of them out.",
    );
  }
  if (first?.kind === "crop-image" && recipe.some(({ kind }) => kind === "other-image")) {
    return failure("badInput", `“${text}” names two images in the same place.`, "Keep one of them.");
  }
  return success(recipe);
}

/** Parses a recipe. Faults: badInput, with the valid choices. */
export function parseRecipe(text: string): Outcome<Recipe> {
  const steps: ViewStep[] = [];
  for (const part of text.split("+")) {
    const isNegative = part.split(":")[0]?.trim() === NEGATIVE;
    const parsed = parseStep(isNegative ? part.replace(NEGATIVE, "negative-crop") : part);
    if (!parsed.ok) return parsed;
    steps.push(...(isNegative ? [{ kind: "two-images" } as const] : []), parsed.value);
  }
  return checkRecipe(steps, text.trim());
}

function parseItem(text: string): Outcome<RoledRecipe> {
  const [before = "", ...after] = text.split("=");
  if (after.length > 1) return failure("badInput", `“${text.trim()}” has more than one =.`);
  const recipe = parseRecipe(after[0] ?? before);
  if (!recipe.ok) return recipe;
  if (after.length === 0) return success({ role: usualRole(recipe.value), recipe: recipe.value });
  const role = before.trim() as Role;
  return ROLES.includes(role)
    ? success({ role, recipe: recipe.value })
    : failure("badInput", `There is no role “${role}”.`, `Roles are ${ROLES.join(", ")}.`);
}

/** Parses a list of views with their roles. Faults: badInput, for the first invalid item. */
export function parseViews(text: string): Outcome<readonly RoledRecipe[]> {
  const views: RoledRecipe[] = [];
  for (const item of text.split(",")) {
    if (item.trim() === "") {
      const message =
        text.trim() === "" ? "The list of views is empty." : "The list of views has an empty item.";
      return failure(
        "badInput",
        message,
        `Views are ${stepsText()} and ${NEGATIVE}, with commas between them.`,
      );
    }
    const parsed = parseItem(item);
    if (!parsed.ok) return parsed;
    views.push(parsed.value);
  }
  return success(views);
}

function printParameter(parameter: Parameter, value: unknown): string {
  if (parameter.kind === "flag") return value === true ? parameter.on : parameter.off;
  return String(value).replace(RESERVED, (character) => encodeURIComponent(character));
}

function printStep(step: ViewStep): string {
  const { parameters } = STEPS[step.kind];
  const values = step as unknown as Readonly<Record<string, unknown>>;
  const isUsual = (parameter: Parameter) =>
    parameter.kind !== "image" && values[parameter.field] === parameter.usual;
  const last = parameters.findLastIndex((parameter) => !isUsual(parameter));
  const written = parameters
    .slice(0, last + 1)
    .map((parameter) => printParameter(parameter, values[parameter.field]));
  return [step.kind, ...written].join(":");
}

/** The text form of a recipe; default values are left out. */
export function printRecipe(recipe: Recipe): string {
  return recipe.map(printStep).join("+");
}

/** The text form of a list of views; default roles are left out. */
export function printViews(views: readonly RoledRecipe[]): string {
  const role = (view: RoledRecipe) => (view.role === usualRole(view.recipe) ? "" : `${view.role}=`);
  return views.map((view) => `${role(view)}${printRecipe(view.recipe)}`).join(",");
}

/** The names of the images in recipes, as they were written. */
export function imagesNamed(views: readonly RoledRecipe[]): readonly string[] {
  const named = views.flatMap(({ recipe }) =>
    recipe.flatMap((step) => ("image" in step ? [step.image] : [])),
  );
  return [...new Set(named)];
}

/** The views with image names replaced by ids; a name without an id stays. */
export function withImages(
  views: readonly RoledRecipe[],
  ids: ReadonlyMap<string, ImageId>,
): readonly RoledRecipe[] {
  return views.map(({ role, recipe }) => ({
    role,
    recipe: recipe.map((step) =>
      "image" in step ? { ...step, image: ids.get(step.image) ?? step.image } : step,
    ),
  }));
}
