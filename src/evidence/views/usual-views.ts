/** How the sides that gates read are usually shown the image. */
import { CROP, DEGRADED, MASKED, type Recipe, type RoledRecipe } from "./recipe.ts";
import type { Role } from "./showing.ts";

/** The sides of the usual views, in their order. */
const SIDES = ["teacher", "positive", "negative", "degraded", "masked"] as const;

/** Those that the recorded groups were read as; the others are added where a gate or a signal asks for them. */
const RECORDED: readonly Side[] = ["teacher", "positive", "negative", "degraded"];
type Side = (typeof SIDES)[number];

/** The degraded view is of what the teacher sees (VA-OPD eq. 2); irrelevant crops are drawn by `seed`. */
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

/** A view with its details taken away, all else as it is. */
export function degradedOf(recipe: Recipe): Recipe {
  const rest = recipe.filter(({ kind }) => kind !== "full");
  return [...rest, DEGRADED];
}

/** The sides that V-Zero, VA-OPD and Uni-OPD read beside the student. */
export function usualViews(seed: number): readonly RoledRecipe[] {
  return RECORDED.map((role) => ({ role, recipe: usualRecipe(role, CROP, seed) }));
}

/** The views with usual ones for those of `roles` that have none; the teacher's comes first. */
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
