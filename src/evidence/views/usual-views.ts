/** The default views of the sides that gates use. */
import { CROP, DEGRADED, MASKED, type Recipe, type RoledRecipe } from "./recipe.ts";
import type { Role } from "./showing.ts";

/** The sides of the default views, in order. */
const SIDES = ["teacher", "positive", "negative", "degraded", "masked"] as const;

/** The sides under which the recorded groups were scored; the others are added where a gate or a signal needs them. */
const RECORDED: readonly Side[] = ["teacher", "positive", "negative", "degraded"];
type Side = (typeof SIDES)[number];

/** The degraded view is derived from the teacher's (VA-OPD eq. 2); irrelevant crops follow from `seed`. */
function usualRecipe(side: Side, teacher: Recipe, seed: number): Recipe {
  switch (side) {
    case "teacher":
      return teacher;
    case "positive":
      return [{ kind: "two-images" }];
    case "negative":
      return [{ kind: "two-images" }, { kind: "negative-crop", seed, margin: 0, scale: 2 }];
    case "degraded":
      return degradedOf(teacher);
    case "masked":
      return [MASKED];
    default:
      return side satisfies never;
  }
}

/** The degraded version of a view. */
export function degradedOf(recipe: Recipe): Recipe {
  const rest = recipe.filter(({ kind }) => kind !== "full");
  return [...rest, DEGRADED];
}

/** The sides that V-Zero, VA-OPD and Uni-OPD use besides the student. */
export function usualViews(seed: number): readonly RoledRecipe[] {
  return RECORDED.map((role) => ({ role, recipe: usualRecipe(role, CROP, seed) }));
}

/** The views, with default ones for those of `roles` that have none; the teacher's comes first. */
export function withUsual(
  views: readonly RoledRecipe[],
  roles: readonly ("student" | Role)[],
  seed: number,
): readonly RoledRecipe[] {
  const teacher = views.find(({ role }) => role === "teacher")?.recipe ?? CROP;
  const missing = SIDES.filter((side) => roles.includes(side) && !views.some(({ role }) => role === side));
  const added = missing.map((role) => ({ role, recipe: usualRecipe(role, teacher, seed) }));
  return [
    ...added.filter(({ role }) => role === "teacher"),
    ...views,
    ...added.filter(({ role }) => role !== "teacher"),
  ];
}
