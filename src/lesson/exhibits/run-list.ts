/** Which runs the lessons on training show. `npm run examples -- runs` records them. */
import { STARTS } from "../../formula/catalog/starts.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";

/** After what is special about each. */
export type RunName = "frozen" | "current" | "wrong" | "fast" | "v-zero" | "largest-gap";

export interface ListedRun {
  readonly name: RunName;
  /** A few words, for legends and keys. */
  readonly title: string;
  readonly recipe: Recipe;
}

/** V-Zero's weight as a formula, and the term of it that a lesson changes. */
export const V_ZERO_WEIGHT = STARTS.find(({ signal }) => signal === "weight:v-zero")?.text ?? "";
export const [MEAN_GAP, LARGEST_GAP] = ["score = mean_t(", "score = max_t("] as const;

/** By how much the rate of one run is larger than its recipe's own. */
export const TOO_FAST = 10;

const visionOpd = recipeOf("vision-opd") as Recipe;
const vZero = recipeOf("v-zero") as Recipe;

function faster(recipe: Recipe, factor: number): Recipe {
  const rate = Number((recipe.optimizer.rate * factor).toPrecision(4));
  return { ...recipe, title: `${recipe.title}, changed`, optimizer: { ...recipe.optimizer, rate } };
}

export const RUN_LIST: readonly ListedRun[] = [
  { name: "frozen", title: "Vision-OPD", recipe: visionOpd },
  { name: "current", title: "current teacher", recipe: recipeOf("current-teacher") as Recipe },
  { name: "wrong", title: "wrong crop", recipe: recipeOf("wrong-crop") as Recipe },
  { name: "fast", title: `${TOO_FAST} times the rate`, recipe: faster(visionOpd, TOO_FAST) },
  { name: "v-zero", title: "V-Zero", recipe: vZero },
  {
    name: "largest-gap",
    title: "the largest gap",
    recipe: { ...vZero, weights: V_ZERO_WEIGHT.replace(MEAN_GAP, LARGEST_GAP) },
  },
];

/** How long each run is, and how it is measured: on enough questions for a collapse to be recognised. */
export const RUN_SIZE = { steps: 40, seed: 1, every: 10, perDimension: 17 } as const;

export function listedRun(name: RunName): ListedRun {
  return RUN_LIST.find((each) => each.name === name) as ListedRun;
}
