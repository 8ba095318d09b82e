/** Which numbers a recipe's steps take: by kernels where its graphs run on the GPU and its loss has one, else in float64. */

import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { Ran } from "../../lab/run/document.ts";
import type { DecoderGraphs } from "../packed/rows.ts";
import { hostNumbers } from "./host-numbers.ts";
import type { RowNumbers } from "./row-numbers.ts";

/** What computes the gradients of the logits where graphs run on the GPU; what runs there is fetched then. */
export async function logitGradientsOf(recipe: Recipe): Promise<Ran["logitGradients"]> {
  return (await import("./device-numbers.ts")).hasKernels(recipe) ? "wgsl" : "float64";
}

/** For one step. */
export async function openNumbers(recipe: Recipe, { arrays, config }: DecoderGraphs): Promise<RowNumbers> {
  const device = arrays?.device ?? null;
  if (device === null || (await logitGradientsOf(recipe)) === "float64")
    return hostNumbers(device, config.vocab_size);
  return (await import("./device-numbers.ts")).deviceNumbers(device, config.vocab_size);
}
