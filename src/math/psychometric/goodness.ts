/** Whether a psychometric function describes its data, by the deviances of data that the function itself makes. */
import type { Random } from "../../base/random.ts";
import {
  bestCurve,
  type Count,
  devianceOf,
  type Psychometric,
  type PsychometricData,
  probabilityAt,
} from "./psychometric.ts";

/** As many answers to the same questions, each right with the curve's probability. */
export function simulated(data: PsychometricData, curve: Psychometric, random: Random): PsychometricData {
  const draw = ({ asked }: Count, p: number): Count => {
    let right = 0;
    for (let i = 0; i < asked; i++) if (random.next() < p) right++;
    return { right, asked };
  };
  return {
    levels: data.levels.map((level) => ({ x: level.x, ...draw(level, probabilityAt(curve, level.x)) })),
    unseen: draw(data.unseen, curve.lower),
    seen: draw(data.seen, 1 - curve.lapse),
  };
}

/**
 * The share of `draws` simulated data sets, each fitted anew, whose deviance is at least that of the data (the Monte Carlo
 * test of Wichmann & Hill 2001: the χ² approximation is poor with few answers a level). Below 0.05 the curve does not
 * describe the data.
 */
export function goodnessOf(
  data: PsychometricData,
  curve: Psychometric,
  draws: number,
  random: Random,
): number {
  const found = devianceOf(data, curve);
  let worse = 1;
  for (let i = 0; i < draws; i++) {
    const drawn = simulated(data, curve, random);
    if (devianceOf(drawn, bestCurve(drawn)) >= found) worse++;
  }
  return worse / (draws + 1);
}
