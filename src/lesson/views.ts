/** The views that lessons use, as the filmstrip has them: how to recognise one, and how to add it to a plan. */
import { CROP_SCALE, type Recipe, type RoledRecipe } from "../evidence/views/recipe.ts";
import type { Other } from "../evidence/views/showing.ts";
import { withUsual } from "../evidence/views/usual-views.ts";

export const VIEWS = [
  "teacher",
  "floor",
  "random",
  "wrong",
  "blank",
  "positive",
  "negative",
  "degraded",
] as const;
export type ViewName = (typeof VIEWS)[number];

/** How the controls' recipes begin. */
const CONTROLS = { "random-crop": "random", "wrong-crop": "wrong", blank: "blank" } as const;

/** Which view a side of a replay is; null for one that no lesson uses. */
export function viewOf({
  role,
  name = "",
}: Pick<Other, "role"> & { readonly name?: string }): ViewName | null {
  if (role === "masked") return null;
  if (role !== "control") return role;
  const found = Object.entries(CONTROLS).find(([step]) => name.split(/[:+]/)[0] === step);
  return found?.[1] ?? null;
}

/** Seeds of the recorded sessions, so that what is added is what was recorded. */
const SEED = { random: 1, elsewhere: 7 } as const;
const shape = { margin: 0, scale: CROP_SCALE } as const;

/** The others with that view among them, for a student with that view. */
export function withView(
  others: readonly RoledRecipe[],
  view: ViewName,
  student: Recipe,
): readonly RoledRecipe[] {
  switch (view) {
    case "floor":
      return [...others, { role: "floor", recipe: student }];
    case "random":
      return [...others, { role: "control", recipe: [{ kind: "random-crop", seed: SEED.random, ...shape }] }];
    case "wrong":
      return [
        ...others,
        { role: "control", recipe: [{ kind: "wrong-crop", seed: SEED.elsewhere, ...shape }] },
      ];
    case "blank":
      return [...others, { role: "control", recipe: [{ kind: "blank" }] }];
    case "teacher":
    case "positive":
    case "negative":
    case "degraded":
      return withUsual(others, [view], SEED.elsewhere);
    default:
      return view satisfies never;
  }
}
