/** Whether a psychometric function describes its data, by the deviances of data that the function itself makes. */
import type { Random } from "../../base/random.ts";
import {
  type Asymptotes,
  devianceOf,
  fitPsychometric,
  type LevelCount,
  type Psychometric,
  probabilityAt,
} from "./psychometric.ts";

/** As many answers at the same levels, each right with the curve's probability. */
export function simulated(
  levels: readonly LevelCount[],
  curve: Psychometric,
  random: Random,
): readonly LevelCount[] {
  return levels.map(({ x, asked }) => {
    const p = probabilityAt(curve, x);
    let right = 0;
    for (let i = 0; i < asked; i++) if (random.next() < p) right++;
    return { x, right, asked };
  });
}

/**
 * The share of `draws` simulated data sets, each fitted anew, whose deviance is at least that of the data (the Monte Carlo
 * test of Wichmann & Hill 2001: the χ² approximation is poor with few answers a level). Below 0.05 the curve does not
 * describe the data.
 */
export function goodnessOf(
  levels: readonly LevelCount[],
  curve: Psychometric,
  asymptotes: Asymptotes,
  draws: number,
  random: Random,
): number {
  const found = devianceOf(levels, curve);
  let worse = 1;
  for (let i = 0; i < draws; i++) {
    const data = simulated(levels, curve, random);
    if (devianceOf(data, fitPsychometric(data, asymptotes)) >= found) worse++;
  }
  return worse / (draws + 1);
}
