/** Which runs the lesson on training shows. `npm run examples -- runs` records them. */
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";

/** After what is special about each. */
export type RunName = "frozen";

export interface ListedRun {
  readonly name: RunName;
  /** A few words, for legends and keys. */
  readonly title: string;
  readonly recipe: Recipe;
}

export const RUN_LIST: readonly ListedRun[] = [
  { name: "frozen", title: "Vision-OPD", recipe: recipeOf("vision-opd") as Recipe },
];

/** How long each run is, and how it is measured. */
export const RUN_SIZE = { steps: 40, seed: 1, every: 10, perDimension: 15 } as const;

export function listedRun(name: RunName): ListedRun {
  return RUN_LIST.find((each) => each.name === name) as ListedRun;
}
