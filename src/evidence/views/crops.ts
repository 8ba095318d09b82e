/**
 * V-Zero's ablation of its crops (arXiv 2606.25319, table 2), as views: each of the teacher's two crops is real, random or
 * left out. The kind of a crop is derived from the recipe; it is not stored anywhere else.
 */
import { CROP_SCALE, FULL, type Recipe, type RoledRecipe, stepOf } from "./recipe.ts";

export type CropSide = "positive" | "negative";

/**
 * Real: the evidence, or for the negative side an irrelevant window of the halved image. Shrunk: the evidence at half the
 * size, which the released configuration uses as the negative. None: the full image alone.
 */
export type Crop = "real" | "random" | "shrunk" | "none";

export const CROPS: Readonly<Record<CropSide, readonly Crop[]>> = {
  positive: ["real", "random", "none"],
  negative: ["real", "random", "shrunk", "none"],
};

/** The crop that a view shows beside the image; null if it is none of these. */
function cropIn(side: CropSide, recipe: Recipe): Crop | null {
  const beside = stepOf(recipe, "two-images") !== undefined;
  if (!beside) return recipe.every(({ kind }) => kind === "full") ? "none" : null;
  if (stepOf(recipe, "random-crop") !== undefined) return "random";
  if (stepOf(recipe, "shrunk") !== undefined) return side === "negative" ? "shrunk" : null;
  const irrelevant = stepOf(recipe, "negative-crop") !== undefined;
  return irrelevant === (side === "negative") ? "real" : null;
}

/** The crop that a side is shown; null if there is no such side or it is shown something else. */
export function cropOf(views: readonly RoledRecipe[], side: CropSide): Crop | null {
  const view = views.find(({ role }) => role === side);
  return view === undefined ? null : cropIn(side, view.recipe);
}

function cropRecipe(side: CropSide, crop: Crop, seed: number): Recipe {
  // The two sides use different seeds: the same window for both would leave no contrast.
  const drawn = { seed: side === "positive" ? seed : seed + 1, margin: 0, scale: CROP_SCALE };
  switch (crop) {
    case "real":
      return side === "positive"
        ? [{ kind: "two-images" }]
        : [{ kind: "two-images" }, { ...drawn, kind: "negative-crop", seed }];
    case "random":
      return [{ kind: "two-images" }, { ...drawn, kind: "random-crop" }];
    case "shrunk":
      return [{ kind: "two-images" }, { kind: "shrunk", by: 2 }];
    case "none":
      return FULL;
    default:
      return crop satisfies never;
  }
}

/** The views with that crop for that side; random windows follow from `seed`. */
export function withCrop(
  views: readonly RoledRecipe[],
  side: CropSide,
  crop: Crop,
  seed: number,
): readonly RoledRecipe[] {
  const view: RoledRecipe = { role: side, recipe: cropRecipe(side, crop, seed) };
  return views.some(({ role }) => role === side)
    ? views.map((each) => (each.role === side ? view : each))
    : [...views, view];
}
