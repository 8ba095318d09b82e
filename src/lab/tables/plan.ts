/** Which runs a table is made of: a sweep of rates that chooses one for each row, then the runs that the table shows. */

import type { Recipe } from "../recipe/recipe.ts";
import type { RunSettings } from "../run/document.ts";
import type { TableRow } from "./catalog.ts";

/** How long and how often the runs of a table are. */
export interface TableSize {
  readonly steps: number;
  /** Of the runs that the table shows. */
  readonly seeds: readonly number[];
  /** Held-out questions of each dimension: of the shown runs, and of those of the sweep. */
  readonly perDimension: number;
  readonly sweepPerDimension: number;
}

/** Factors of a recipe's own rate that are tried for each row. */
export const RATES = [1 / 3, 1, 3] as const;

/** The seed of the sweep; shown runs have others. */
export const SWEEP_SEED = 101;

/** A recipe at a multiple of its rate, rounded so that equal settings are written equally. */
export function atRate(recipe: Recipe, factor: number): Recipe {
  const rate = Number((recipe.optimizer.rate * factor).toPrecision(4));
  return { ...recipe, optimizer: { ...recipe.optimizer, rate } };
}

/** The runs that choose a row's rate: one for each, measured on the validation split. */
export function sweepOf(
  { recipe }: TableRow,
  { steps, sweepPerDimension }: TableSize,
): readonly RunSettings[] {
  return RATES.map((factor) => ({
    recipe: atRate(recipe, factor),
    steps,
    seed: SWEEP_SEED,
    every: steps,
    perDimension: sweepPerDimension,
  }));
}

/** The runs of a row at the rate that was chosen, measured on the test split before the first step, after half of them, and at the end. */
export function shownOf(
  { recipe }: TableRow,
  factor: number,
  { steps, seeds, perDimension }: TableSize,
): readonly RunSettings[] {
  return seeds.map((seed) => ({
    recipe: atRate(recipe, factor),
    steps,
    seed,
    every: Math.max(1, Math.ceil(steps / 2)),
    perDimension,
    split: "test",
  }));
}

/** Equal for runs that are the same whatever their recipe is called, so that tables share them. */
export function runKey({ recipe, ...settings }: RunSettings, weights: string): string {
  const { id: _, title: __, about: ___, source: ____, ...parts } = recipe;
  return JSON.stringify([weights, parts, settings]);
}
